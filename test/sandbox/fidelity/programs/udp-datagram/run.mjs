import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.send('beacon-of-nobody', 9999, '203.0.113.12', () => socket.close())
