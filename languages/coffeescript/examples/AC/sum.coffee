# Adds the numbers that it reads.
{readFileSync} = require 'fs'

numbers = (Number word for word in readFileSync(0, 'utf8').split /\s+/ when word)
console.log numbers.reduce ((total, number) -> total + number), 0
