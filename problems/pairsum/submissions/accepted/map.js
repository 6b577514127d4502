function findPair(numbers, target) {
  console.log('what is printed is not looked at');
  const places = new Map();
  for (const [place, number] of numbers.entries()) {
    if (places.has(target - number)) return [place, places.get(target - number)];
    places.set(number, place);
  }
}

module.exports = { findPair };
