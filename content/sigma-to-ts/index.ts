// This is the public surface of sigma-to-ts. Any export added here becomes API; a pin test holds the list.
export {}
