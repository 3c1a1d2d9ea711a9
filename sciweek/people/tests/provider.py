"""A small OpenID Connect provider on this machine: discovery, a token for any code, an id token, userinfo."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT = "sciweek-tests"


def provider_settings(issuer: str) -> dict[str, Any]:
    """What `oidc_*` settings make of it."""
    app = {
        "provider_id": "government",
        "name": "政务登录",
        "client_id": CLIENT,
        "secret": "secret",
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


class Provider:
    """`claims` is whoever signs in next; `is_down` makes every answer an error."""

    claims: dict[str, Any]
    is_down = False

    def __init__(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.answer()

            def answer(self) -> None:
                body = json.dumps(provider.say(self.path)).encode()
                self.send_response(503 if provider.is_down else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.claims = {}

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def say(self, path: str) -> dict[str, Any]:
        if path.endswith("/openid-configuration"):
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/token":
            told = self.claims | {
                "iss": self.issuer,
                "aud": CLIENT,
                "exp": time.time() + 300,
                "iat": time.time(),
            }
            key = "a key that is long enough for the digest"
            return {"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(told, key, "HS256")}
        return self.claims

    def allow(self, address: str) -> str:
        """Where the provider sends the browser back to once the person has agreed: path and query."""
        asked = parse_qs(urlsplit(address).query)
        assert "code_challenge" in asked, "PKCE is on"
        back = urlsplit(asked["redirect_uri"][0]).path
        return f"{back}?{urlencode({'code': 'c', 'state': asked['state'][0]})}"
