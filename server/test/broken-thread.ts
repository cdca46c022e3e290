// Ends before it can render anything.
process.exit(1);
