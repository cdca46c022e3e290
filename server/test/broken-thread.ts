// A thread that ends before it can render anything.
process.exit(1);
