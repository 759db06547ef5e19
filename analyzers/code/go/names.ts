/**
 * What calls of the standard library and of much used packages give, so that a method has one name however its object was
 * come by: `exec.Command(…).Run` is `os/exec.Cmd.Run`.
 */
const gives: Readonly<Record<string, readonly string[]>> = {
  'net/http.Response': [
    'net/http.Get',
    'net/http.Head',
    'net/http.Post',
    'net/http.PostForm',
    'net/http.Client.Do',
    'net/http.Client.Get',
    'net/http.Client.Head',
    'net/http.Client.Post',
    'net/http.Client.PostForm',
    'net/http.Transport.RoundTrip',
  ],
  'net/http.Request': [
    'net/http.NewRequest',
    'net/http.NewRequestWithContext',
    'net/http.Request.WithContext',
  ],
  'net/http.Client': ['net/http.DefaultClient'],
  'net/http.Transport': ['net/http.DefaultTransport', 'net/http.RoundTripper'],
  'os/exec.Cmd': ['os/exec.Command', 'os/exec.CommandContext'],
  'os.File': ['os.Open', 'os.OpenFile', 'os.Create', 'os.CreateTemp'],
  'os/user.User': ['os/user.Current', 'os/user.Lookup'],
  'net.Conn': [
    'net.Dial',
    'net.DialTimeout',
    'net.DialTCP',
    'net.DialUDP',
    'net.TCPConn',
    'net.UDPConn',
    'net.Dialer.Dial',
    'net.Dialer.DialContext',
    'net.Listener.Accept',
    'crypto/tls.Dial',
    'crypto/tls.Dialer.Dial',
    'crypto/tls.Dialer.DialContext',
    'crypto/tls.Client',
    'crypto/tls.DialWithDialer',
    'crypto/tls.Conn',
  ],
  'net.Listener': ['net.Listen', 'crypto/tls.Listen', 'net.TCPListener'],
  'bufio.Scanner': ['bufio.NewScanner'],
  'bufio.Reader': ['bufio.NewReader', 'bufio.NewReaderSize'],
  'bufio.Writer': ['bufio.NewWriter', 'bufio.NewWriterSize'],
  'bytes.Buffer': ['bytes.NewBuffer', 'bytes.NewBufferString'],
  'mime/multipart.Writer': ['mime/multipart.NewWriter'],
  'archive/zip.Writer': ['archive/zip.NewWriter'],
  'archive/tar.Writer': ['archive/tar.NewWriter'],
  'encoding/base64.Encoding': [
    'encoding/base64.StdEncoding',
    'encoding/base64.URLEncoding',
    'encoding/base64.RawStdEncoding',
    'encoding/base64.RawURLEncoding',
    'encoding/base64.NewEncoding',
    'encoding/base64.Encoding.WithPadding',
    'encoding/base64.Encoding.Strict',
  ],
  'encoding/base32.Encoding': [
    'encoding/base32.StdEncoding',
    'encoding/base32.HexEncoding',
    'encoding/base32.NewEncoding',
  ],
  'golang.org/x/crypto/ssh.Client': ['golang.org/x/crypto/ssh.Dial', 'golang.org/x/crypto/ssh.NewClient'],
  'golang.org/x/crypto/ssh.Session': ['golang.org/x/crypto/ssh.Client.NewSession'],
  'net/smtp.Client': ['net/smtp.Dial', 'net/smtp.NewClient'],
  'github.com/go-resty/resty.Client': [
    'github.com/go-resty/resty.New',
    'github.com/go-resty/resty.NewWithClient',
  ],
  'github.com/go-resty/resty.Request': [
    'github.com/go-resty/resty.Client.R',
    'github.com/go-resty/resty.Client.NewRequest',
  ],
  'github.com/gorilla/websocket.Conn': [
    'github.com/gorilla/websocket.DefaultDialer.Dial',
    'github.com/gorilla/websocket.Dialer.Dial',
    'github.com/gorilla/websocket.Dialer.DialContext',
  ],
  'github.com/mark3labs/mcp-go/server.MCPServer': ['github.com/mark3labs/mcp-go/server.NewMCPServer'],
  'github.com/modelcontextprotocol/go-sdk/mcp.Server': [
    'github.com/modelcontextprotocol/go-sdk/mcp.NewServer',
  ],
}

const given: ReadonlyMap<string, string> = new Map(
  Object.entries(gives).flatMap(([type, calls]) => calls.map((call) => [call, type] as const)),
)

/** Names that were moved: `io/ioutil` is spread over others since Go 1.16. */
const moved: ReadonlyMap<string, string> = new Map([
  ['io/ioutil.ReadFile', 'os.ReadFile'],
  ['io/ioutil.WriteFile', 'os.WriteFile'],
  ['io/ioutil.ReadDir', 'os.ReadDir'],
  ['io/ioutil.ReadAll', 'io.ReadAll'],
  ['io/ioutil.NopCloser', 'io.NopCloser'],
  ['io/ioutil.TempDir', 'os.MkdirTemp'],
  ['io/ioutil.TempFile', 'os.CreateTemp'],
  ['io/ioutil.Discard', 'io.Discard'],
])

/** Methods of a request or client of resty that give itself. */
const chained = /^(github\.com\/go-resty\/resty\.(?:Client|Request))\.(?:Set|Add|Enable|Disable|On|Force)\w*$/

/** What writes to a connection, through an encoder or a buffer around it too. */
export const written = 'net.Conn.Write'
const writes = /^net\.Conn\.(?:Encode|Write(?:String|Byte|Rune|All|Field)?|ReadFrom)$/

/** One spelling for what a member of a package or a thing is. */
export function canonicalName(path: string): string {
  const dot = path.lastIndexOf('.')
  if (dot < 0) return path
  const object = path.slice(0, dot)
  const type = given.get(object) ?? object.replace(chained, '$1')
  const known = type + path.slice(dot)
  return moved.get(known) ?? known.replace(writes, written)
}
