import type { ClientCall } from '@/lib/approvals/client-call'
import type { Command } from '@/lib/ops/define'
import type { Caller } from '../machines/caller'
import type { GatewayCall } from './call'

/** A call that needs approval, as its request has it. */
export type Gated = {
  call: GatewayCall
  op: Command
  caller: Caller
  client: ClientCall
  key: string
  /** The input with a placeholder for each secret, and the body without its secret fields. */
  stored: Record<string, unknown>
  body: string | null
  because: string
}
