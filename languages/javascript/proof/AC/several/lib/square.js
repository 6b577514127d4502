exports.area = (side) => side * side;
