import { render } from 'preact'
import type { ReportData } from '@clawback/model'
import { Page } from './page.jsx'
import './report.css'

const holder = document.getElementById('data')
const target = document.getElementById('page')
if (holder !== null && target !== null)
  render(<Page data={JSON.parse(holder.textContent) as ReportData} />, target)
