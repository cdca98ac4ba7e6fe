import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { openForm } from './open-form'

afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

test('it waits for the button while the page still reads', async () => {
  vi.useFakeTimers()
  const main = document.createElement('main')
  document.body.append(main)
  const client = new QueryClient()
  const answer = Promise.withResolvers<null>()
  void client.fetchQuery({ queryKey: ['card'], queryFn: () => answer.promise })
  const done = vi.fn()
  openForm('requests.revoke', client, done)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(done).not.toHaveBeenCalled()

  const button = document.createElement('button')
  button.dataset.op = 'requests.revoke'
  button.setAttribute('aria-haspopup', 'dialog')
  const press = vi.fn()
  button.addEventListener('click', press)
  answer.resolve(null)
  main.append(button)
  await vi.advanceTimersByTimeAsync(10)
  expect(done).toHaveBeenCalledOnce()
  expect(press).toHaveBeenCalledOnce()
})
