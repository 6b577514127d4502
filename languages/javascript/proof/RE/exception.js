throw new Error('nobody catches me');
