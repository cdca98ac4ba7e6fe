import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { denyRequest, type RequestCard } from '@/lib/ops/requests'
import { show } from '../../testing/console'
import { DenyButton } from './deny-button'

const request = {
  id: '0'.repeat(26),
  digest: 'd'.repeat(64),
  requester: { name: 'Rosa Delgado' },
} as RequestCard['request']

test('what is typed before the dialog has loaded becomes the reason, and no shortcut', async () => {
  const shortcuts: string[] = []
  const onKey = ({ key }: KeyboardEvent) => void (key.length === 1 && shortcuts.push(key))
  const { screen, received } = await show(
    // biome-ignore lint/a11y/noStaticElementInteractions: stands for the page, which has shortcuts
    <div
      onKeyDown={({ nativeEvent, target }) =>
        target instanceof HTMLButtonElement && onKey(nativeEvent)
      }
    >
      <DenyButton request={request} whyNot={undefined} />
    </div>,
    { [denyRequest.id]: () => ({ request: {} }) },
  )
  const button = screen.getByRole('button', { name: 'Deny…' })
  await expect.element(button).toBeVisible()
  button.element().focus()
  const reason = 'a shorter time is enough'
  await userEvent.keyboard(`{Enter}${reason}`)
  await expect.element(screen.getByLabelText('Reason')).toHaveValue(reason)
  await screen.getByRole('button', { name: 'Deny request' }).click()
  await expect.poll(() => received).toMatchObject([{ input: { comment: reason } }])
  expect(shortcuts).toEqual([])
})
