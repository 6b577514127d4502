// One line every half second: output is shown as it comes.
let left = 6;
const timer = setInterval(() => {
  console.log(`${left} to go`);
  left -= 1;
  if (left === 0) {
    clearInterval(timer);
    console.error('and this went to standard error');
  }
}, 500);
