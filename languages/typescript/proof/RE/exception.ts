throw new Error('nobody catches me' as string);
