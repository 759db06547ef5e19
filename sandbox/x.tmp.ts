import { randomBytes } from 'node:crypto'
import { createLeakWatch } from './watch/canaries/leak-watch.js'
import { plantCanaries } from './watch/canaries/plant.js'
const { canaries } = plantCanaries('x')
const n = 256<<10
const abc='ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+-;<=>?@^_{|}~'
const b85 = Buffer.from(randomBytes(n).map(b=>abc.charCodeAt(b%abc.length)))
const b64 = Buffer.from(randomBytes(n*3/4).toString('base64'))
for (const b of [b64,b85,b64, b85]) { const w = createLeakWatch(canaries, () => undefined); const t = process.cpuUsage(); b[0]=b[0]! ^ 1; w.see({channel:'http',bytes:b,because:'r'}); console.log(process.cpuUsage(t).user/1000) }
