import { useState } from 'react'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { placed } from '../data/placed-problem'
import { show } from '../testing/console'
import { CodeEditor } from './code-editor'

const none: never[] = []

function Page({ text, mark }: { text: string; mark?: { from: number; to: number } }) {
  const [value, setValue] = useState(text)
  const [problems] = useState(mark ? [placed(text, { ...mark, message: 'Wrong.' })] : none)
  const [attributes] = useState({ 'aria-label': 'Text' })
  return (
    <>
      <CodeEditor
        value={value}
        onChange={setValue}
        onLeave={() => {}}
        onReady={() => {}}
        problems={problems}
        attributes={attributes}
        language={[]}
      />
      <output>{JSON.stringify(value)}</output>
    </>
  )
}

test.each([
  ['CRLF', 'a\r\nb\r\n'],
  ['LF', 'a\nb\n'],
  ['both', 'a\r\nb\n'],
])('line breaks stay as they are: %s', async (_, text) => {
  const { screen } = await show(<Page text={text} />)
  await screen.getByLabelText('Text').click()
  await userEvent.keyboard('{Control>}{Home}{/Control}x')
  await expect.element(screen.getByRole('status')).toHaveTextContent(JSON.stringify(`x${text}`))
})

test('a problem after CRLF line breaks and an emoji is marked at its character', async () => {
  const text = 'é\r\n😀\r\n  @ b'
  const from = text.indexOf('@')
  const { screen } = await show(<Page text={text} mark={{ from, to: from + 1 }} />)
  await expect
    .poll(() => screen.container.querySelector('.cm-lintRange-error')?.textContent)
    .toBe('@')
})
