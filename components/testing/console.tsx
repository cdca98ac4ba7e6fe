import '@/app/globals.css'
import '@/lib/client/zod-now'
import '@/lib/client/early-keys'
import {
  AppRouterContext,
  type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime'
import {
  PathnameContext,
  SearchParamsContext,
} from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import type { ReactNode } from 'react'
import { onTestFinished, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import type { Me } from '@/lib/client/use-me'
import { type Preview, previewOp } from '@/lib/ops/console'
import { OpError } from '@/lib/ops/failure'
import { whoAmI } from '@/lib/ops/me'
import { Providers } from '../shell/providers'

/** A call as a server route receives it. */
type Received = {
  op: string
  input: Record<string, unknown>
  key: string | null
  phrase: string
  /** What was typed once for several rows. */
  rows: string
}

/** Answers an operation: the data, or a thrown OpError. */
export type Answers = Record<string, (call: Received) => unknown>

/** An operator without projects. */
export const me: Me = {
  name: 'Olga Operator',
  subject: 'olga',
  groups: [],
  roles: ['viewer', 'operator'],
  organizations: [],
  projects: [],
  complete: true,
  notes: [],
  contact: 'the platform team',
  sessionEndsAt: '2100-01-01T00:00:00Z',
  gated: [],
}

/** A preview as the server sends it, without friction unless given. */
export const preview = (more: Partial<Preview> = {}): Preview => ({
  summary: 'Rename the project',
  impact: [],
  friction: { level: 'none' },
  whyNot: null,
  call: null,
  steps: null,
  lifecycle: null,
  ...more,
})

/**
 * Shows components as a page does, with the real providers, in front of a server that gives these answers.
 * @returns the commands that arrived, in order, and the addresses the page went to
 */
export async function show(children: ReactNode, answers: Answers = {}) {
  const received: Received[] = []
  const addresses: string[] = []
  const all: Answers = { [whoAmI.id]: () => me, [previewOp.id]: () => preview(), ...answers }
  const server = vi.spyOn(window, 'fetch').mockImplementation(async (url, init) => {
    const op = decodeURIComponent(String(url).split('/').at(-1) ?? '')
    const headers = new Headers(init?.headers)
    const call: Received = {
      op,
      input: JSON.parse(String(init?.body)),
      key: headers.get('idempotency-key'),
      phrase: decodeURIComponent(headers.get('gatehouse-confirm') ?? ''),
      rows: decodeURIComponent(headers.get('gatehouse-confirm-rows') ?? ''),
    }
    if (op !== whoAmI.id && op !== previewOp.id) received.push(call)
    const answer = all[op]
    if (!answer) throw new Error(`No answer for ${op}`)
    try {
      const data = await answer(call)
      return Response.json({ data, asOf: new Date().toISOString(), requestId: 'req-1' })
    } catch (error) {
      if (!(error instanceof OpError)) throw error
      return Response.json(error.failure, { status: 400 })
    }
  })
  onTestFinished(() => {
    server.mockRestore()
    sessionStorage.clear()
    history.replaceState(null, '', location.pathname)
  })
  const router: AppRouterInstance = {
    bfcacheId: '',
    push: (address) => void addresses.push(address),
    replace: (address) => void addresses.push(address),
    back: () => {},
    forward: () => {},
    refresh: () => {},
    prefetch: () => {},
  }
  const page = (shown: ReactNode) => (
    <AppRouterContext value={router}>
      <PathnameContext value="/">
        <SearchParamsContext value={new URLSearchParams()}>
          <Providers renderedAt={Date.now()}>{shown}</Providers>
        </SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>
  )
  const screen = await render(page(children))
  return { screen, received, addresses, rerender: (next: ReactNode) => screen.rerender(page(next)) }
}
