'use client'
import type { Answer, OddPart } from '@/lib/client/answer'
import { count } from '@/lib/format/words'
import { Banner } from '../ui/banner'
import { JsonView } from './json-view'

/** Atlas answered in an unexpected format: shows the raw answer. */
export function PanelMisfit({ data }: { data: unknown }) {
  return (
    <div className="grid grid-cols-1 gap-3 p-4">
      <Banner title="Unexpected answer from Atlas" role="status">
        The full answer is below. Tell your Gatehouse admin if this keeps happening.
      </Banner>
      <JsonView value={data} label="Atlas’s answer" />
    </div>
  )
}

/** What is odd about an answer that can be read otherwise. */
export function PanelOdd({ answer }: { answer: Answer<unknown> }) {
  const { oddRows = [], oddParts = [], garbled, data } = answer
  return (
    <>
      {oddRows.length > 0 && <OddRows rows={oddRows} />}
      {oddParts.length > 0 && <OddParts parts={oddParts} />}
      {garbled && (
        <Banner
          tone="warn"
          role="status"
          className="m-3"
          title="Part of Atlas’s answer is not valid text"
        >
          The text is not in UTF-8. Each character that can’t be read is shown as �. Retype such a
          text before you save it: Gatehouse does not send � to Atlas.
        </Banner>
      )}
      <Incomplete data={data} />
    </>
  )
}

/** Some rows are in an unexpected format: shows them raw, apart from the others. */
function OddRows({ rows }: { rows: readonly unknown[] }) {
  return (
    <div className="grid grid-cols-1 gap-3 p-4">
      <Banner title={`${count(rows.length, 'row')} in an unexpected format`} role="status">
        Not shown in the list. The full rows are below.
      </Banner>
      <JsonView value={rows} label="Rows in an unexpected format" />
    </div>
  )
}

/** Some parts are in an unexpected format: shows them raw. */
function OddParts({ parts }: { parts: readonly OddPart[] }) {
  return (
    <div className="grid grid-cols-1 gap-3 p-4">
      <Banner
        title={`${count(parts.length, 'part')} of Atlas’s answer can’t be read`}
        role="status"
      >
        Shown as empty above. This is what Atlas sent.
      </Banner>
      <JsonView
        value={Object.fromEntries(parts.map(({ path, value }) => [path, value]))}
        label="Parts in an unknown format"
      />
    </div>
  )
}

/** Atlas reports more rows than it returned. */
function Incomplete({ data }: { data: unknown }) {
  if (typeof data !== 'object' || data === null) return null
  if (!('incomplete' in data) || data.incomplete !== true) return null
  const read = 'results' in data && Array.isArray(data.results) ? data.results.length : 0
  const total = 'totalCount' in data && typeof data.totalCount === 'number' ? data.totalCount : 0
  return (
    <Banner tone="warn" role="status" className="m-3" title="Some rows are missing">
      {total > read
        ? `Atlas reports ${total} rows and returned ${read}.`
        : `Atlas has more than these ${read} rows.`}
    </Banner>
  )
}
