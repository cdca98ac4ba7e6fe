// The package ships no types; these are the parts the sandbox uses.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  type Model = {
    new (fields: Record<string, string>): Grant
    find(id: string): Promise<Grant | undefined>
  }
  export type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> }
  export type Context = {
    type: string
    body: string
    status: number
    set(name: string, value: string): void
    oidc: {
      client?: { clientId: string }
      session?: { accountId?: string; grantIdFor(clientId: string): string | undefined }
      params?: Record<string, unknown>
      provider: Provider
      entities: Record<string, unknown>
    }
  }
  export type Interaction = {
    uid: string
    prompt: { name: string; reasons: string[] }
    params: Record<string, unknown>
  }
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    readonly issuer: string
    readonly Grant: Model
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Record<string, unknown>,
      options?: { mergeWithLastSubmission?: boolean },
    ): Promise<void>
    on(event: string, listener: (context: Context, error: Error) => void): this
  }
}
