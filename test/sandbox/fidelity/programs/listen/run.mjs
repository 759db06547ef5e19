import { createServer } from 'node:net'

const door = createServer().listen(4555, '0.0.0.0', () => door.close())
