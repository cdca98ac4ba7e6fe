import { useState } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { CodeEditor } from '../form/code-editor'
import { show } from '../testing/console'
import { Input, Textarea } from '../ui/input'
import { takeFiles } from './dropped-files'

const attributes = { 'aria-label': 'Pipeline' }
const nothing = () => {}

function Form() {
  const [list, setList] = useState('203.0.113.7')
  const [pipeline, setPipeline] = useState('[]')
  const [isOpen, setOpen] = useState(true)
  return (
    <>
      {isOpen && (
        <Textarea
          aria-label="List"
          value={list}
          onChange={(event) => setList(event.target.value)}
        />
      )}
      <button type="button" onClick={() => setOpen(false)}>
        Close the list
      </button>
      <Textarea aria-label="Fixed" value="Fixed" readOnly />
      <Input aria-label="Name" defaultValue="office" />
      <form>
        <Input aria-label="One line" />
      </form>
      <section aria-label="Page">Page</section>
      <CodeEditor
        value={pipeline}
        onChange={setPipeline}
        onLeave={nothing}
        onReady={nothing}
        problems={[]}
        attributes={attributes}
        language={[]}
      />
      <output>{JSON.stringify({ list, pipeline })}</output>
    </>
  )
}

async function opened() {
  onTestFinished(takeFiles())
  const { screen } = await show(<Form />)
  await expect.element(screen.getByRole('region', { name: /Notifications/ })).toBeInTheDocument()
  return {
    screen,
    /** Drops files as a browser does. Returns whether it would open them itself. */
    drop: (label: string, ...files: File[]) => {
      const data = new DataTransfer()
      for (const file of files) data.items.add(file)
      const about = { dataTransfer: data, bubbles: true, cancelable: true }
      const target = screen.getByLabelText(label).element()
      return ['dragover', 'drop'].map((type) => target.dispatchEvent(new DragEvent(type, about)))
    },
    holds: (value: { list?: string; pipeline?: string }) =>
      expect
        .element(screen.getByRole('status').first())
        .toHaveTextContent(JSON.stringify({ list: '203.0.113.7', pipeline: '[]', ...value })),
  }
}

const file = (...parts: BlobPart[]) => new File(parts, 'entries.txt')

test('a dropped file goes below what is in a text area, and in place of what is in an editor', async () => {
  const { screen, drop, holds } = await opened()
  expect(drop('List', file('\ufeff203.0.113.8 # Büro'))).toEqual([false, false])
  await holds({ list: '203.0.113.7\n203.0.113.8 # Büro' })
  drop('Pipeline', file('[{"a":1}]'))
  await holds({ list: '203.0.113.7\n203.0.113.8 # Büro', pipeline: '[{"a":1}]' })
  await expect.element(screen.getByText('entries.txt replaced the text')).toBeVisible()
  await userEvent.keyboard('{Control>}z{/Control}')
  await screen.getByLabelText('List').click()
  await userEvent.keyboard('{Control>}z{/Control}')
  await holds({})
})

test('a file that is no text, is too large or is not alone changes nothing, and says why', async () => {
  const { screen, drop, holds } = await opened()
  for (const [files, word] of [
    [[file(Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0xff]))], /not text in UTF-8/],
    [[file('x'.repeat(1_000_001))], /larger than 1 MB/],
    [[file('a'), file('b')], /one file at a time/],
  ] as const)
    for (const field of ['List', 'Pipeline']) {
      drop(field, ...files)
      await expect.element(screen.getByText(word).first()).toBeVisible()
    }
  await holds({})
})

test('a text that is too long to send is not pasted, and a file that is pasted is read', async () => {
  const { screen, holds } = await opened()
  const paste = (data: DataTransfer) =>
    screen
      .getByLabelText('List')
      .element()
      .dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
  const long = new DataTransfer()
  long.setData('text/plain', '203.0.113.8\n'.repeat(100_000))
  expect(paste(long)).toBe(false)
  await expect.element(screen.getByText(/Nothing was pasted/).first()).toBeVisible()
  const short = new DataTransfer()
  short.setData('text/plain', '203.0.113.8')
  expect(paste(short)).toBe(true)
  await holds({})
  const copied = new DataTransfer()
  copied.items.add(file('203.0.113.9'))
  expect(paste(copied)).toBe(false)
  await holds({ list: '203.0.113.7\n203.0.113.9' })
})

test('a file for a field of one line, or for a field that closes meanwhile, is named', async () => {
  const { screen, drop, holds } = await opened()
  expect(drop('One line', file('203.0.113.8'))).toEqual([false, false])
  await expect.element(screen.getByText(/entries.txt was not read.*several lines/)).toBeVisible()
  await holds({})
  const arrived = Promise.withResolvers<ArrayBuffer>()
  const read = vi.spyOn(File.prototype, 'arrayBuffer').mockReturnValue(arrived.promise)
  onTestFinished(() => read.mockRestore())
  drop('List', file('203.0.113.8'))
  await screen.getByRole('button', { name: 'Close the list' }).click()
  arrived.resolve(new TextEncoder().encode('203.0.113.8').buffer)
  await expect.element(screen.getByText(/entries.txt was not read.*no longer open/)).toBeVisible()
})

test('a link is not opened in place of the page', async () => {
  const { screen } = await opened()
  const over = (label: string) => {
    const data = new DataTransfer()
    data.setData('text/uri-list', 'https://atlas.example')
    const about = { dataTransfer: data, bubbles: true, cancelable: true }
    return screen.getByLabelText(label).element().dispatchEvent(new DragEvent('dragover', about))
  }
  expect([over('Page'), over('Name')]).toEqual([false, true])
})

test('elsewhere a file does nothing, and the browser does not open it', async () => {
  const { screen, drop, holds } = await opened()
  for (const label of ['Fixed', 'Name'])
    expect(drop(label, file('203.0.113.8'))).toEqual([false, false])
  await expect.element(screen.getByLabelText('Name')).toHaveValue('office')
  await holds({})
})
