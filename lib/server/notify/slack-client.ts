import { SocketModeClient } from '@slack/socket-mode'
import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api'
import { fetch } from 'undici'
import { dispatcherTo } from '@/lib/atlas/proxy'
import { configuration } from '../configuration'
import { log } from '../log'

type Settings = NonNullable<ReturnType<typeof configuration>['notifications']['slack']>

const TIMEOUT_MS = 10_000

/** Slack's libraries log tokens and texts at lower levels. */
const quiet = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (...parts: unknown[]) => log.warn('Slack', { detail: String(parts[0]).slice(0, 200) }),
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}

function optionsOf({ apiUrl }: Settings): WebClientOptions {
  const dispatcher = dispatcherTo(apiUrl)
  return {
    slackApiUrl: apiUrl,
    allowAbsoluteUrls: false,
    timeout: TIMEOUT_MS,
    // Deliveries have their own retries.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
    // Through the proxy of the environment, as all other calls.
    fetch: (url, init) => fetch(url, { ...init, dispatcher } as Parameters<typeof fetch>[1]),
  }
}

const store = globalThis as typeof globalThis & { gatehouseSlack?: WebClient }

/** The client of Slack's web API. Undefined when Slack is not configured. */
export function slack(): WebClient | undefined {
  const settings = configuration().notifications.slack
  if (!settings) return undefined
  store.gatehouseSlack ??= new WebClient(settings.botToken, optionsOf(settings))
  return store.gatehouseSlack
}

/** A new connection for what people press in Slack; nothing inbound is opened. Undefined when Slack is not configured. */
export function slackSocket(): SocketModeClient | undefined {
  const settings = configuration().notifications.slack
  return (
    settings &&
    new SocketModeClient({
      appToken: settings.appToken,
      logger: quiet,
      dispatcher: dispatcherTo(settings.apiUrl),
      clientOptions: optionsOf(settings),
    })
  )
}
