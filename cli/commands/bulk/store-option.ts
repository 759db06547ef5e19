export const storeOption = {
  type: 'string',
  demandOption: true,
  describe: 'Folder (or file) of the corpus store',
} as const
