/** What is known of a request so far, for the log line of a refusal. */
export type Asked = {
  headers?: Pick<Headers, 'get'>
  person?: { iss: string; sub: string; sessionId: string; ip?: string | undefined }
  /** The ended session whose cookie the browser still sends. */
  ended?: { sub: string; sid: string } | undefined
  op?: string
  input?: unknown
}
