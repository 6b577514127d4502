/** All that anybody but the setter hears of a problem whose own programs are broken. */
export const SETTER_TOLD = 'judging failed, the setter was told';
