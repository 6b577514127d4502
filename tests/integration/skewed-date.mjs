// Loaded before a role by --import: its wall clock is off by CUPEL_TEST_SKEW milliseconds, half of the time: it jumps there
// and back, out of step with whatever the service does every second. The monotonic clock, which time spans are measured
// with, goes on as it does when a clock is set.
const Real = Date;
const skew = Number(process.env.CUPEL_TEST_SKEW);
const now = () => Real.now() + (Math.floor(Real.now() / 700) % 2 === 0 ? skew : 0);

globalThis.Date = class extends Real {
  constructor(...values) {
    if (values.length === 0) super(now());
    else super(...values);
  }
  static now() {
    return now();
  }
};
