// This is the public surface of @clawback/text. Any export added here becomes API; a pin test holds the list.
export {}
