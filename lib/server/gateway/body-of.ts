import { readBody } from '../read-body'
import type { GatewayRequest } from './call'
import { Refused } from './refusal'

/** As for the data route. Reading JSON exactly takes time, and others would wait for it. */
const MAX_BYTES = 1_000_000
/** How long a client may send nothing in the middle of its body, and how long all of it may take, in ms. */
const PATIENCE = { silenceMs: 20_000, wholeMs: 120_000 }

/** The exact bytes of a body; undefined for an empty one. @throws Refused for one that is too large or too slow */
export async function bytesOf(
  { headers, body }: Pick<GatewayRequest, 'headers' | 'body'>,
  { silenceMs, wholeMs } = PATIENCE,
): Promise<Buffer | undefined> {
  const transfer = headers.get('transfer-encoding') ?? 'chunked'
  if (headers.has('content-encoding') || transfer.toLowerCase() !== 'chunked')
    throw new Refused(
      415,
      'GATEHOUSE_INVALID_REQUEST',
      'Gatehouse does not read compressed bodies. Send it without Content-Encoding, and with no Transfer-Encoding but chunked.',
    )
  if (Number(headers.get('content-length')) > MAX_BYTES) throw tooLarge()
  const bytes = await readBody(body, { max: MAX_BYTES, silenceMs, wholeMs }, { tooLarge, tooSlow })
  return bytes.length === 0 ? undefined : bytes
}

const tooLarge = () =>
  new Refused(
    413,
    'GATEHOUSE_INVALID_REQUEST',
    'The body is larger than 1 MB. Nothing was sent to Atlas.',
  )

const tooSlow = () =>
  new Refused(
    408,
    'GATEHOUSE_INVALID_REQUEST',
    'The rest of the body did not arrive in time. Nothing was sent to Atlas.',
    { headers: { connection: 'close' } },
  )
