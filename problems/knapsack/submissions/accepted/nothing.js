console.log("0\n");
