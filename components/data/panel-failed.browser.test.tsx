import { useState } from 'react'
import { expect, test } from 'vitest'
import type { Reading } from '@/lib/client/use-op'
import { OpError } from '@/lib/ops/failure'
import { show } from '../testing/console'
import { Panel } from './panel'

const failed = OpError.of('atlas-down', 'Atlas returned an error.')
const reading = (rest: object) =>
  ({ isError: true, error: failed, isFetching: false, ...rest }) as unknown as Reading<string>
const read = reading({ data: { data: 'a', asOf: new Date().toISOString() } })

test('panels that are out of date or fail for the same reason explain it once', async () => {
  const { screen } = await show(
    <>
      {['first', 'second'].map((title) => (
        <Panel key={title} title={title} query={read} isEmpty="never" skeletonRows={1}>
          {(data) => data}
        </Panel>
      ))}
      <Panel title="third" query={reading({})} isEmpty="never" skeletonRows={1}>
        {(data) => data}
      </Panel>
    </>,
  )
  await expect.poll(() => screen.getByText(/Out of date/).all().length).toBe(2)
  await expect.poll(() => screen.getByText(/same reason as above/).all().length).toBe(1)
  expect(screen.getByText(failed.message).all()).toHaveLength(1)
})

test('the first panel from the top explains it, also if it fails last', async () => {
  const { screen } = await show(<Late />)
  await expect.element(screen.getByText(failed.message)).toBeVisible()
  await screen.getByRole('button', { name: 'Fail above' }).click()
  await expect.poll(() => screen.getByText(/same reason as above/).all().length).toBe(1)
  const all = screen.getByRole('alert').all()
  expect(all[0]?.element().textContent).toContain(failed.message)
  expect(all[1]?.element().textContent).not.toContain(failed.message)
})

function Late() {
  const [hasFailed, setFailed] = useState(false)
  const panel = (title: string) => (
    <Panel title={title} query={reading({})} isEmpty="never" skeletonRows={1}>
      {(data) => data}
    </Panel>
  )
  return (
    <>
      {hasFailed && panel('above')}
      {panel('below')}
      <button type="button" onClick={() => setFailed(true)}>
        Fail above
      </button>
    </>
  )
}
