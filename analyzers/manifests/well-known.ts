import type { RunnerPackage } from './runner.js'

type Ecosystem = RunnerPackage['ecosystem'] | 'gem' | 'go' | 'apt'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * Packages that everybody knows, so that a name a letter away is no accident. Chosen by hand from what skills and MCP servers
 * declare most and what is imitated most; pairs of well-known names that resemble each other are both here.
 */
const packages: Readonly<Partial<Record<Ecosystem, readonly string[]>>> = {
  npm: words(`
    angular ansi-regex ansi-styles anthropic apollo-server archiver async autoprefixer axios babel-core babel-loader bcrypt
    bcryptjs better-sqlite3 bluebird body-parser bootstrap browserify camelcase chalk cheerio chokidar classnames coffee-script
    color colors commander concurrently connect convict cookie-parser core-js create-react-app cross-env cross-spawn crypto-js
    date-fns dayjs debug discord.js docker-compose dotenv dotenvx ejs electron ember-cli enquirer esbuild eslint ethers event-stream
    execa express fabric faker fastify fast-glob fetch-node firebase firebase-admin follow-redirects formidable
    fs-extra fuse.js glob globby googleapis got graceful-fs graphql gulp handlebars helmet highlight.js husky iconv-lite
    immutable inquirer ioredis jest jimp jquery js-yaml jsdom json5 jsonwebtoken knex koa langchain lerna less lint-staged lodash
    lodash-es log4js lru-cache luxon mariadb marked mcp-server-fetch minimatch minimist mkdirp mobx mocha moment mongodb mongoose
    morgan multer mustache mysql mysql2 nanoid next node-fetch node-gyp node-notifier node-sass nodemailer nodemon
    npm-run-all nuxt nyc octokit ollama openai ora passport passport-local pdf-lib pdf-parse pdfkit phantomjs pino playwright
    playwright-core pnpm postcss preact prettier prisma prompts puppeteer puppeteer-core ramda react react-dom react-native
    react-router react-router-dom recharts redis redux request requests rimraf rollup rxjs sass-loader selenium-webdriver semver
    sequelize serverless sharp shelljs sinon slack-bolt socket.io socket.io-client source-map sqlite3 standard stripe
    styled-components superagent supertest svelte swagger-ui tailwindcss telegraf terser three through2 ts-node tsx twilio
    typeorm typescript underscore undici uglify-js uuid validator vite vitest vue-router web3 webpack webpack-cli
    webpack-dev-server whatsapp-web.js winston ws xml2js yargs zod
    @anthropic-ai/claude-code @anthropic-ai/sdk @modelcontextprotocol/inspector @modelcontextprotocol/sdk
    @modelcontextprotocol/server-everything @modelcontextprotocol/server-filesystem @modelcontextprotocol/server-github
    @modelcontextprotocol/server-memory @modelcontextprotocol/server-postgres @modelcontextprotocol/server-puppeteer
    @modelcontextprotocol/server-sequential-thinking @modelcontextprotocol/server-slack @modelcontextprotocol/server-brave-search
    @playwright/mcp @upstash/context7-mcp firecrawl-mcp chrome-devtools-mcp mcp-remote
  `),
  pypi: words(`
    aiofiles aiohttp aiosqlite airflow alembic anthropic anyio apache-airflow arrow asyncpg attrs azure-identity azure-storage-blob
    beautifulsoup4 black boto3 botocore browser-use cachetools celery certifi chardet charset-normalizer chromadb click colorama
    colourama cryptography curl-cffi dask discord.py django djangorestframework docker docker-compose duckdb elasticsearch
    fastapi fastmcp feedparser filelock flake8 flask gitpython google-api-python-client google-auth google-cloud-storage
    google-generativeai gradio gunicorn httplib2 httpx huggingface-hub importlib-metadata ipython jinja2 joblib jsonschema jupyter
    keras kubernetes langchain langchain-core langgraph litellm llama-index loguru lxml markdown matplotlib mcp mcp-server-fetch
    mcp-server-git mcp-server-sqlite mcp-server-time moviepy mypy mysqlclient networkx nltk notebook numpy ollama openai opencv-python
    openpyxl orjson packaging pandas paramiko passlib pdfplumber pillow pip pipenv playwright plotly poetry polars praw
    prometheus-client protobuf psutil psycopg psycopg2 psycopg2-binary pyarrow pycryptodome pydantic pygame pygithub pyinstaller
    pyjwt pymongo pymupdf pymysql pynacl pyodbc pyopenssl pyperclip pypdf pypdf2 pyserial pytest pytesseract python-dateutil
    python-docx python-dotenv python-pptx python-telegram-bot pytorch pytz pyyaml redis reportlab requests rich ruff s3transfer
    scapy scikit-image scikit-learn scipy scrapy seaborn selenium sentence-transformers setuptools simplejson six slack-sdk
    snowflake-connector-python sounddevice soupsieve spacy sqlalchemy starlette streamlit stripe supabase sympy tabulate tenacity
    tensorflow termcolor tiktoken tokenizers torch torchvision tornado tqdm transformers tweepy twilio typer typing-extensions
    urllib3 uvicorn virtualenv web3 weasyprint websocket-client websockets werkzeug wheel xgboost xlsxwriter yfinance yt-dlp
    youtube-transcript-api zipp
  `),
}

const shortest = 5

/** The well-known package whose name this one nearly is: one letter more, less, other or swapped. Undefined for itself. */
export function resembled(ecosystem: string, name: string): string | undefined {
  const known = packages[ecosystem as Ecosystem]
  const asked = plain(name)
  if (known === undefined || asked.length < shortest || known.some((one) => plain(one) === asked))
    return undefined
  return known.find((one) => isNear(asked, one))
}

/** Registries take these for the same (PEP 503), people take them for the same anyway. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function isNear(asked: string, known: string): boolean {
  if (known.length < shortest) return false
  const one = plain(known)
  if (one.startsWith('@') !== asked.startsWith('@')) return false
  if (!asked.startsWith('@')) return oneStep(asked, one)
  const [scope = '', own = ''] = asked.split('/')
  const [knownScope = '', knownOwn = ''] = one.split('/')
  // A scope belongs to somebody: the same one is no imitation, a near one is, whatever follows.
  return knownScope.length > shortest && oneStep(scope, knownScope) && own !== '' && knownOwn !== ''
}

/** One insertion, deletion, substitution or swap of neighbours, except of a digit or of a plural at the end. */
function oneStep(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < Math.min(a.length, b.length) && a[from] === b[from]) from++
  let [endA, endB] = [a.length, b.length]
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1]
  const [left, right] = [a.slice(from, endA), b.slice(from, endB)]
  if (/\d/.test(left + right)) return false
  if (left.length + right.length === 1) return !isPlural(left.length === 1 ? a : b, left.length === 1 ? b : a)
  if (left.length === 1 && right.length === 1) return true
  return left.length === 2 && left[0] === right[1] && left[1] === right[0]
}

function isPlural(longer: string, shorter: string): boolean {
  return longer === `${shorter}s` && !shorter.endsWith('s')
}
