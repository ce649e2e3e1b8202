//! The header: name, scenario, the views, language, colours.

use crate::learn::catalogue::Language;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::browser;
use crate::ui::screen::Screen;
use crate::ui::state::{Action, Theme};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Header`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The scenario's name.
    pub scenario: AttrValue,
}

/// The header of the page.
#[component]
pub fn Header(props: &Props) -> Html {
    let page = use_page();
    let title = title(&page, &props.scenario);
    let open_file = {
        let state = page.state.clone();
        Callback::from(move |_| state.dispatch(Action::OpenFile(true)))
    };
    html! {
        <header class="header">
            <h1 class="brand">
                <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
                    <circle class="brand-ring" cx="12" cy="12" r="8.5" />
                    <path class="brand-hot" d="M12 3.5 A8.5 8.5 0 0 1 20.5 12" />
                </svg>
                { "Shardscope" }
            </h1>
            <p class="scenario-title">{ title }</p>
            { views(&page) }
            <div class="header-tools">
                <button type="button" class="primary" onclick={open_file}>{ page.text("file-open") }</button>
                { language(&page) }
                { theme(&page) }
            </div>
        </header>
    }
}

/// What a scenario is called: a ready one has a name in the catalogues.
pub fn title(page: &Context, name: &str) -> String {
    let id = format!("scenario-{name}");
    let said = page.say(&Message { id: id.clone().into(), arguments: Vec::new() });
    if said == id { name.to_owned() } else { said }
}

/// The views as links, so that one can be opened beside another.
fn views(page: &Context) -> Html {
    let link = |screen: Screen| {
        let (state, key) = (page.state.clone(), screen.key());
        let onclick = Callback::from(move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                event.prevent_default();
                state.dispatch(Action::Open(screen));
            }
        });
        let title = page.say(&Message::new(screen.title()));
        let hint = format!("{title} ({})", key.to_ascii_uppercase());
        let current = (screen == page.state.screen).then_some("page");
        html! {
            <li key={screen.name()}>
                <a href={browser::address_of(screen)} {onclick} aria-current={current} aria-keyshortcuts={key.to_string()} title={hint}>{ title }</a>
            </li>
        }
    };
    html! { <nav aria-label={page.text("views")}><ul class="views">{ for Screen::ALL.into_iter().map(link) }</ul></nav> }
}

fn language(page: &Context) -> Html {
    let state = page.state.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if let Some(language) = Language::of_tag(&select.value()) {
            state.dispatch(Action::SetLanguage(language));
        }
    });
    html! {
        <select aria-label={page.text("language")} {onchange}>
            { for Language::ALL.iter().map(|language| html! {
                <option key={language.tag()} value={language.tag()} lang={language.tag()} selected={*language == page.state.language}>
                    { language.own_name() }
                </option>
            }) }
        </select>
    }
}

fn theme(page: &Context) -> Html {
    const THEMES: [(Theme, &str, &str); 3] = [
        (Theme::System, "system", "theme-system"),
        (Theme::Light, "light", "theme-light"),
        (Theme::Dark, "dark", "theme-dark"),
    ];
    let state = page.state.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if let Some((theme, ..)) = THEMES.iter().find(|(_, name, _)| *name == select.value()) {
            // Before anything is drawn again: the canvases read their colours from the style sheet.
            browser::set_theme(*theme);
            state.dispatch(Action::SetTheme(*theme));
        }
    });
    html! {
        <select aria-label={page.text("theme")} {onchange}>
            { for THEMES.iter().map(|(theme, name, id)| html! {
                <option key={*name} value={*name} selected={*theme == page.state.theme}>{ page.say(&Message::new(id)) }</option>
            }) }
        </select>
    }
}
