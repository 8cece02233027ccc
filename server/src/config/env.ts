/** The variables that the panel reads, as given: no defaults, no checks. */
export interface Env {
  readonly MC_HOST: string | undefined
  readonly MC_PORT: string | undefined
  readonly MC_STATE_DIR: string | undefined
  readonly MC_DATABASE_URL: string | undefined
  readonly MC_MAIL: string | undefined
  readonly MC_MAIL_PORT_BASE: string | undefined
  readonly MC_SETUP_TOKEN: string | undefined
  readonly MC_PUBLIC_URL: string | undefined
  readonly MC_INSECURE_HTTP: string | undefined
  readonly MC_METRICS_LISTEN: string | undefined
}

/** The only place that reads the environment. An empty value counts as absent. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env => ({
  MC_HOST: source.MC_HOST || undefined,
  MC_PORT: source.MC_PORT || undefined,
  MC_STATE_DIR: source.MC_STATE_DIR || undefined,
  MC_DATABASE_URL: source.MC_DATABASE_URL || undefined,
  MC_MAIL: source.MC_MAIL || undefined,
  MC_MAIL_PORT_BASE: source.MC_MAIL_PORT_BASE || undefined,
  MC_SETUP_TOKEN: source.MC_SETUP_TOKEN || undefined,
  MC_PUBLIC_URL: source.MC_PUBLIC_URL || undefined,
  MC_INSECURE_HTTP: source.MC_INSECURE_HTTP || undefined,
  MC_METRICS_LISTEN: source.MC_METRICS_LISTEN || undefined,
})
