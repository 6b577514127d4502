// The environment's locale has a point, not a comma, whatever the host's has; text is UTF-8.
for (const word of require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean)) console.log(Number(word), parseFloat(word));
console.log((1234.5).toLocaleString(), new Date(0).getHours(), Intl.DateTimeFormat().resolvedOptions().timeZone, 'Größe €');
