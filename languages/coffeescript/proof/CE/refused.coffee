console.log (
