import { render } from 'preact'
import type { ReportData } from '@clawback/model'
import { Corpus } from './corpus/corpus.jsx'
import { Page } from './page.jsx'
import './style/base.css'
import './style/corpus.css'
import './style/artifact.css'
import './style/print.css'

// A file that stands alone holds its data; the page of a corpus has them beside it.
const holder = document.getElementById('data')
const target = document.getElementById('page')
if (target !== null)
  render(holder === null ? <Corpus /> : <Page data={JSON.parse(holder.textContent) as ReportData} />, target)
