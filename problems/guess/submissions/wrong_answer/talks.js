console.log("is it 500, perhaps?");
