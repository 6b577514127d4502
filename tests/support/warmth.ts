/**
 * Whether programs start in interpreters that have booted before they came: yes, unless CUPEL_TEST_WARM says `never`. The suites
 * assert the same either way.
 */
export const WARMTH: 'ahead' | 'never' = process.env['CUPEL_TEST_WARM'] === 'never' ? 'never' : 'ahead';
