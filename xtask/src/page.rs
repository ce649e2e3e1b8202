//! The page of the site: index.html with what its `data-trunk` links stand for, as Trunk reads them while one develops.

use crate::error::{Doing, Error, Result};
use crate::programs::Program;
use crate::site::digest;
use std::path::Path;

/// Writes the files that the links name into the site; the answer is the page with links to them.
///
/// The programs stand where the links to them did: the main one is started, the other is named for the page to start.
pub fn assemble(root: &Path, site: &Path, page: &Program, worker: &Program) -> Result<String> {
    let html = read(&root.join("index.html"))?;
    let (mut lines, mut styles) = (Vec::new(), String::new());
    for line in html.lines() {
        let link = line.trim();
        if !link.starts_with("<link data-trunk ") {
            lines.push(line.to_owned());
            continue;
        }
        match (attribute(link, "rel"), attribute(link, "href"), attribute(link, "data-type")) {
            (Some("icon"), Some(href), _) => lines.push(icon(&root.join(href), site)?),
            (Some("css"), Some(href), _) => styles += &read(&root.join(href))?,
            (Some("copy-dir"), Some(href), _) => copy_folder(&root.join(href), site)?,
            (Some("rust"), _, Some("main")) => lines.extend(start(page)),
            (Some("rust"), _, Some("worker")) => {}
            _ => return Err(Error::Other(format!("index.html has a link that is not understood: {link}"))),
        }
    }
    let head = lines.iter().position(|line| line.trim() == "</head>");
    let head = head.ok_or_else(|| Error::Other("index.html has no </head> on a line of its own".into()))?;
    // One file is fetched sooner than eleven, and is smaller on the wire.
    let name = format!("styles-{}.css", digest(&[styles.as_bytes()]));
    write(&site.join(&name), &styles)?;
    lines.insert(head, format!("    <link rel=\"stylesheet\" href=\"./{name}\" />"));
    name_worker(&(lines.join("\n") + "\n"), worker)
}

/// Puts the worker's name into the place from which the page reads it.
fn name_worker(html: &str, worker: &Program) -> Result<String> {
    const DEVELOPMENT: &str = "./worker_loader.js";
    if !html.contains(DEVELOPMENT) {
        return Err(Error::Other(format!("index.html does not name {DEVELOPMENT}")));
    }
    Ok(html.replace(DEVELOPMENT, &worker.start()))
}

/// Starts a program, and has the browser fetch all that this takes at once.
fn start(program: &Program) -> [String; 4] {
    let [module, link, wasm] = [program.module(), program.link(), program.wasm()];
    [
        format!("    <link rel=\"modulepreload\" href=\"{module}\" />"),
        format!("    <link rel=\"modulepreload\" href=\"{link}\" />"),
        format!("    <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin />"),
        format!("    <script type=\"module\">import init from \"{module}\"; await init();</script>"),
    ]
}

fn icon(file: &Path, site: &Path) -> Result<String> {
    let text = read(file)?;
    let name = format!("icon-{}.svg", digest(&[text.as_bytes()]));
    write(&site.join(&name), &text)?;
    Ok(format!("    <link rel=\"icon\" type=\"image/svg+xml\" href=\"./{name}\" />"))
}

/// Copies a folder with all that is in it.
fn copy_folder(folder: &Path, site: &Path) -> Result<()> {
    let name = folder.file_name().ok_or_else(|| Error::Other(format!("{} is no folder", folder.display())))?;
    let to = site.join(name);
    std::fs::create_dir_all(&to).doing(format!("create {}", to.display()))?;
    for entry in std::fs::read_dir(folder).doing(format!("list {}", folder.display()))? {
        let entry = entry.doing(format!("list {}", folder.display()))?;
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name()))
                .doing(format!("copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// The value of an attribute of a link.
fn attribute<'a>(link: &'a str, name: &str) -> Option<&'a str> {
    let start = link.find(&format!(" {name}=\""))? + name.len() + 3;
    link[start..].split('"').next()
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).doing(format!("read {}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).doing(format!("write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_by_their_whole_name() {
        let link = r#"<link data-trunk rel="rust" data-type="main" href="a b" />"#;
        assert_eq!(attribute(link, "rel"), Some("rust"));
        assert_eq!(attribute(link, "type"), None);
        assert_eq!(attribute(link, "href"), Some("a b"));
    }

    #[test]
    fn links_become_files_and_programs() {
        let folder = std::env::temp_dir().join(format!("shardscope-page-{}", std::process::id()));
        let (root, site) = (folder.join("root"), folder.join("site"));
        for folder in [&root.join("samples/more"), &site] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let index = "<head>\n<meta name=\"worker\" content=\"./worker_loader.js\" />\n\
                     <link data-trunk rel=\"css\" href=\"a.css\" />\n<link data-trunk rel=\"css\" href=\"b.css\" />\n\
                     <link data-trunk rel=\"rust\" data-type=\"main\" data-bin=\"page\" />\n\
                     <link data-trunk rel=\"rust\" data-type=\"worker\" data-bin=\"worker\" />\n\
                     <link data-trunk rel=\"copy-dir\" href=\"samples\" />\n</head>\n";
        for (name, text) in [("index.html", index), ("a.css", "a{}\n"), ("b.css", "b{}\n"), ("samples/more/x.csv", "x")]
        {
            std::fs::write(root.join(name), text).unwrap();
        }
        let [page, worker] =
            [("page", "page-1"), ("worker", "worker-2")].map(|(name, folder)| Program { name, folder: folder.into() });
        let html = assemble(&root, &site, &page, &worker).unwrap();
        let style = format!("styles-{}.css", digest(&[b"a{}\nb{}\n"]));
        let styles = std::fs::read_to_string(site.join(&style)).unwrap();
        let sample = std::fs::read_to_string(site.join("samples/more/x.csv")).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();

        assert_eq!((styles.as_str(), sample.as_str()), ("a{}\nb{}\n", "x"));
        assert!(!html.contains("data-trunk") && html.contains(&style), "{html}");
        assert!(html.contains("content=\"./worker-2/start.js\""), "{html}");
        assert!(html.contains("import init from \"./page-1/page.js\""), "{html}");
    }
}
