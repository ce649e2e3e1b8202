//! The Content-Security-Policy of the released page: nothing from elsewhere, no inline script but the known ones.
//!
//! It is a `<meta>` because the site has to work on any file server.

use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Inserts the policy that fits a page into that page.
pub fn insert(html: &str) -> Result<String> {
    // Behind the character set, which has to be among the first bytes, and before anything that loads.
    let charset = html.find("<meta charset").and_then(|start| Some(start + html[start..].find('>')? + 1));
    let at = charset.ok_or_else(|| Error::Other("index.html has no <meta charset>".into()))?;
    let (before, after) = html.split_at(at);
    let policy = policy(&inline_scripts(html));
    Ok(format!("{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}"))
}

fn policy(scripts: &[&str]) -> String {
    let hashes: Vec<String> =
        scripts.iter().map(|script| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)))).collect();
    [
        "default-src 'self'",
        // Without 'wasm-unsafe-eval' a browser compiles no wasm.
        &format!("script-src 'self' 'wasm-unsafe-eval' {}", hashes.join(" ")),
        "worker-src 'self'",
        "style-src 'self'",
        // Yew writes the style attribute as text.
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
    ]
    .join("; ")
}

/// The text of each script that is in the page itself.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        rest = &rest[start..];
        let Some(opened) = rest.find('>') else { break };
        let Some(closed) = rest.find("</script") else { break };
        if !rest[..opened].contains(" src=") && opened < closed {
            scripts.push(&rest[opened + 1..closed]);
        }
        rest = &rest[closed + 1..];
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><meta charset=utf-8><title>x</title></head>\
                        <script src=\"a.js\"></script><script type=\"module\">alert(1)</script></html>";

    #[test]
    fn only_scripts_in_the_page_itself_are_listed() {
        assert_eq!(inline_scripts(PAGE), ["alert(1)"]);
    }

    #[test]
    fn the_policy_stands_behind_the_character_set_and_names_the_script() {
        let html = insert(PAGE).expect("the page has a character set");
        let hash = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=";
        assert!(html.contains(hash), "{html}");
        assert!(html.starts_with("<html><head><meta charset=utf-8><meta http-equiv=\"Content-Security-Policy\""));
        assert!(insert("<html></html>").is_err());
    }
}
