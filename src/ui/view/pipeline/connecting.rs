//! With whom a part is connected: a choice among what there is.

use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::view::traffic::choice;
use yew::prelude::*;

/// A choice of the part on the other end; one that is not there any more is named too.
pub fn choose(
    page: &Context,
    id: &'static str,
    label: &'static str,
    names: impl Iterator<Item = String>,
    current: &str,
    onchange: Callback<String>,
) -> Html {
    let mut known: Vec<(String, String)> = names.map(|name| (name.clone(), name)).collect();
    if !known.iter().any(|(name, _)| name == current) {
        let missing = page.say(&Message::new("connect-missing").text("name", current));
        known.insert(0, (current.to_owned(), missing));
    }
    choice(id.into(), page.text(label), &known, current, onchange)
}
