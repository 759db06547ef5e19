import { connect } from 'node:net'

const link = connect(4444, '203.0.113.11', () => link.end('\u0001\u0002beacon-of-nobody\n'))
await new Promise((resolve) => link.on('close', resolve).resume())
