import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider knows of somebody, by the name that he signs in with there. */
type Known = Readonly<Record<string, unknown>>;

export interface RealProvider {
  readonly issuer: string;
  readonly people: Map<string, Known>;
  /** Seconds for which an ID token is good; less than nothing makes one that has expired. */
  idTokenLasts: number;
  /** Whether it breaks off whoever brings a code. */
  breaksOff: boolean;
  up(): Promise<void>;
  down(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export const CLIENT = { id: 'cupel', secret: 'a secret of the tests' } as const;

/** A certified OpenID Connect provider, on another site than the service; it lets in whoever names himself. Down at first. */
export async function realProvider(serviceUrl: string): Promise<RealProvider> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const people = new Map<string, Known>();
  let server: Server | undefined;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${serviceUrl}/api/session/callback`],
      },
    ],
    cookies: { keys: ['a key of the tests'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { profile: ['name', 'preferred_username'], email: ['email', 'email_verified'], groups: ['groups'] },
    // As the standard has it: names and groups are told at the UserInfo endpoint, not in the ID token.
    conformIdTokenClaims: true,
    pkce: { required: () => true },
    ttl: { IdToken: () => own.idTokenLasts, Interaction: 600, Session: 600, Grant: 600, AccessToken: 600 },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...people.get(id) }),
    }),
  });
  const answer = provider.callback();
  const own: RealProvider = {
    issuer,
    people,
    idTokenLasts: 300,
    breaksOff: false,
    up: async () => {
      const fresh = createServer((request, response) => {
        if (own.breaksOff && request.url === '/token') request.socket.destroy();
        else answer(request, response);
      });
      await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', resolve));
      server = fresh;
    },
    down: async () => {
      server?.closeAllConnections();
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    },
  };
  return own;
}
