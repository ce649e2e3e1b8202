//! Small things asked of the browser: what the address and the storage say, where the worker is, how the page looks.
//!
//! A refused storage or a missing element is a normal state here, never a failure.

use super::screen::Screen;
use super::state::Theme;
use crate::learn::catalogue::Language;
use crate::learn::message::Message;
use crate::scenario::presets::{FIREHOSE_NAMES, PIPELINE_NAMES, PRESETS, Preset};
use gloo::storage::{LocalStorage, Storage as _};
use gloo::utils::{document, document_element, window};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, Response, UrlSearchParams};

const LANGUAGE_KEY: &str = "shardscope.language";
const THEME_KEY: &str = "shardscope.theme";
const HISTORY_KEY: &str = "shardscope.console";
/// The address's parameter of the view.
const VIEW: &str = "view";

/// The value of `name` in the address.
pub fn parameter(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// What the address asks for that is not known, one message each.
pub fn unknown_parameters() -> Vec<Message> {
    let unknown = |name: &'static str, is_known: fn(&str) -> bool| {
        let value = parameter(name).filter(|value| !is_known(value))?;
        Some(Message::new("address-unknown").text("name", name).text("value", value))
    };
    let scenario = parameter("scenario")
        .filter(|name| {
            Preset::named(name).is_none() && !PIPELINE_NAMES.iter().chain(FIREHOSE_NAMES).any(|known| known == name)
        })
        .map(|name| {
            Message::new("address-unknown-scenario").text("value", name).message("default", title_of_default())
        });
    [
        scenario,
        unknown("lang", |tag| Language::of_tag(tag).is_some()),
        unknown("theme", |name| theme_named(name).is_some()),
        unknown(VIEW, |name| Screen::named(name).is_some()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The title of the scenario that begins where the address names none.
fn title_of_default() -> Message {
    Message { id: format!("scenario-{}", PRESETS[0].name).into(), arguments: Vec::new() }
}

/// The language that the address, the last visit or the browser asks for, in this order.
pub fn language() -> Language {
    let stored = stored(LANGUAGE_KEY);
    let asked = [parameter("lang"), stored, window().navigator().language()];
    asked.into_iter().flatten().find_map(|tag| Language::of_tag(&tag)).unwrap_or_default()
}

/// A word that an earlier visit left; earlier versions left it as JSON.
fn stored(key: &str) -> Option<String> {
    let word = window().local_storage().ok()??.get_item(key).ok()??;
    Some(word.trim_matches('"').to_owned())
}

fn store(key: &str, word: &str) {
    let storage = window().local_storage().ok().flatten();
    let _private_mode = storage.map(|storage| storage.set_item(key, word));
}

/// Shows and remembers a language.
pub fn set_language(language: Language) {
    // The attribute is for screen readers and fonts; a page without it still works.
    let _unimportant = document_element().set_attribute("lang", language.tag());
    store(LANGUAGE_KEY, language.tag());
}

/// The theme that the address or the last visit asks for.
pub fn theme() -> Theme {
    let stored = stored(THEME_KEY);
    [parameter("theme"), stored].into_iter().flatten().find_map(|name| theme_named(&name)).unwrap_or_default()
}

fn theme_named(name: &str) -> Option<Theme> {
    match name {
        "system" => Some(Theme::System),
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    }
}

/// Shows and remembers a theme.
pub fn set_theme(theme: Theme) {
    let name = match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let _unimportant = document_element().set_attribute("data-theme", name);
    store(THEME_KEY, name);
}

/// The view that the address asks for.
pub fn screen() -> Screen {
    parameter(VIEW).and_then(|name| Screen::named(&name)).unwrap_or_default()
}

/// The present address, but with this view.
pub fn address_of(screen: Screen) -> String {
    let location = window().location();
    let (path, hash) = (location.pathname().unwrap_or_default(), location.hash().unwrap_or_default());
    let search = location.search().unwrap_or_default();
    let search = UrlSearchParams::new_with_str(&search).map_or(search, |parameters| {
        if screen == Screen::default() {
            parameters.delete(VIEW);
        } else {
            parameters.set(VIEW, screen.name());
        }
        String::from(parameters.to_string())
    });
    let mark = if search.is_empty() { "" } else { "?" };
    [&path, mark, search.trim_start_matches('?'), &hash].concat()
}

/// Puts a view into the address, as a step that the browser's Back undoes.
pub fn push_screen(screen: Screen) {
    let address = address_of(screen);
    // A browser that keeps no history shows the view all the same.
    let _unimportant = window()
        .history()
        .and_then(|history| history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address)));
}

/// Where the worker's script is.
pub fn worker_url() -> String {
    let meta = document().query_selector("meta[name=shardscope-worker]").ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_else(|| "./worker_loader.js".to_owned())
}

/// The value of a colour token of the style sheet.
pub fn token(name: &str) -> String {
    let root = document_element();
    let style = window().get_computed_style(&root).ok().flatten();
    style.and_then(|style| style.get_property_value(name).ok()).map(|value| value.trim().to_owned()).unwrap_or_default()
}

/// A colour token of the style sheet, which writes them as `#rrggbb`, as red, green and blue.
pub fn colour(name: &str) -> [u8; 3] {
    let text = token(name);
    let part = |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(128);
    [part(1), part(3), part(5)]
}

/// Fetches a file of the site; nothing where it cannot be had.
pub async fn fetch(address: &str) -> Option<Response> {
    let response = JsFuture::from(window().fetch_with_str(address)).await.ok()?;
    response.dyn_into::<Response>().ok().filter(Response::ok)
}

/// Whether the person asked for less motion.
pub fn wants_less_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

/// Whether the page is as narrow as that of a phone.
pub fn is_narrow() -> bool {
    matches("(max-width: 700px)")
}

fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|query| query.matches())
}

/// Device pixels in a CSS pixel.
pub fn pixel_ratio() -> f64 {
    window().device_pixel_ratio().clamp(1.0, 4.0)
}

/// Whether a slider has the focus: it uses arrows, but not the space bar.
pub fn is_on_slider() -> bool {
    document().active_element().is_some_and(|element| element.get_attribute("type").as_deref() == Some("range"))
}

/// Whether what has the focus takes text.
pub fn is_typing() -> bool {
    let active = document().active_element();
    active.is_some_and(|element| {
        let tag = element.tag_name();
        tag == "TEXTAREA"
            || tag == "SELECT"
            || (tag == "INPUT"
                && !matches!(element.get_attribute("type").as_deref(), Some("range" | "radio" | "checkbox")))
    })
}

/// The lines that were typed into the console on earlier visits.
pub fn console_history() -> Vec<String> {
    LocalStorage::get(HISTORY_KEY).unwrap_or_default()
}

/// Remembers the console's lines.
pub fn keep_console_history(lines: &[String]) {
    let _private_mode = LocalStorage::set(HISTORY_KEY, lines);
}

/// The text that is being pasted.
pub fn pasted_text(event: &web_sys::Event) -> Option<String> {
    let data = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    data.get_data("text").ok().filter(|text| !text.is_empty())
}

/// Puts `text` into the clipboard; returns whether the browser did.
pub async fn copy(text: &str) -> bool {
    // Browsers have a clipboard for pages only that came safely; elsewhere there is nothing to call.
    if !window().is_secure_context() {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// Where a menu of an element may stand: in the window's pixels, near its end.
pub fn corner(element: &web_sys::Element) -> (i32, i32) {
    let bounds = element.get_bounding_client_rect();
    ((bounds.right() - bounds.width().min(40.0)) as i32, bounds.bottom() as i32)
}

/// Lets the person save `text` as a file.
pub fn save(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    if let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) {
        save_blob(name, &blob);
    }
}

/// Lets the person save `bytes` as a file.
pub fn save_bytes(name: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    if let Ok(blob) = web_sys::Blob::new_with_u8_array_sequence(&parts) {
        save_blob(name, &blob);
    }
}

fn save_blob(name: &str, blob: &web_sys::Blob) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else {
        return;
    };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _unimportant = web_sys::Url::revoke_object_url(&url);
}
