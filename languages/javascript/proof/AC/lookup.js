// There is no network: a look-up fails at once, instead of waiting for an answer.
require('dns').lookup('example.com', (error, address) => console.log(error ? 'not found' : address));
