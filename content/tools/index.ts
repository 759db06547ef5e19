// This is the public surface of @clawback/pack-tools. Any export added here becomes API; a pin test holds the list.
export {}
