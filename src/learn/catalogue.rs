//! The message catalogues, one Fluent file a language, and how numbers are written in them.
//!
//! English is complete; a message that another language lacks is said in English, and a test keeps that from happening.
//! Both languages group digits by comma and mark decimals by point, so numbers need no service of the platform.

use super::message::{Argument, Message};
use crate::engine::time::SimTime;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// The English words, with which every program can speak.
pub const ENGLISH: &str = include_str!("../../static/locales/en.ftl");

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

/// The messages of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    fallback: Option<FluentBundle<FluentResource>>,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language tag, as in `<html lang>` and the address.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// What the language calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// The language that a tag asks for, such as `zh`, `zh-Hans-CN` or `en-GB`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// The catalogue's text.
    pub const fn source(self) -> &'static str {
        match self {
            Self::English => ENGLISH,
            Self::Chinese => include_str!("../../static/locales/zh-CN.ftl"),
        }
    }

    /// The text of the words that only views after the first picture need; who names this has them loaded.
    pub const fn further_source(self) -> &'static str {
        match self {
            Self::English => concat!(
                include_str!("../../static/locales/pipeline.en.ftl"),
                include_str!("../../static/locales/firehose.en.ftl")
            ),
            Self::Chinese => concat!(
                include_str!("../../static/locales/pipeline.zh-CN.ftl"),
                include_str!("../../static/locales/firehose.zh-CN.ftl")
            ),
        }
    }
}

/// Gives more of a language's words.
pub type FurtherSource = fn(Language) -> &'static str;

impl Catalogue {
    /// The catalogue of `language`.
    pub fn new(language: Language) -> Self {
        Self::with_further(language, None)
    }

    /// The catalogue of `language` with the words that `further` gives, once they are there.
    pub fn with_further(language: Language, further: Option<FurtherSource>) -> Self {
        Self::of(language, language.source(), further)
    }

    /// The English catalogue; who needs no other names this, and has no other loaded.
    pub fn english() -> Self {
        Self::of(Language::English, ENGLISH, None)
    }

    /// The catalogue of `language` with this text, and the words that `further` gives.
    pub fn of(language: Language, source: &str, further: Option<FurtherSource>) -> Self {
        let fallback = (language != Language::English).then(|| bundle(Language::English, ENGLISH, further));
        Self { language, bundle: bundle(language, source, further), fallback }
    }

    /// Its language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text of `message`; its id where no catalogue knows it.
    pub fn say(&self, message: &Message) -> String {
        let mut arguments = FluentArgs::new();
        for (name, argument) in &message.arguments {
            let value = match argument {
                Argument::Text(text) => FluentValue::from(text.clone()),
                Argument::Number { value, decimals } => FluentValue::Number(fluent_number(*value, *decimals)),
                Argument::Message(inner) => FluentValue::from(self.say(inner)),
            };
            arguments.set(name.clone().into_owned(), value);
        }
        [Some(&self.bundle), self.fallback.as_ref()]
            .into_iter()
            .flatten()
            .find_map(|bundle| format(bundle, &message.id, &arguments))
            .unwrap_or_else(|| message.id.clone().into_owned())
    }

    /// The text of a message without arguments.
    pub fn text(&self, id: &'static str) -> String {
        self.say(&Message::new(id))
    }
}

/// `value` with `decimals` digits after the point and its digits grouped by comma.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut grouped = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    fraction.map_or(grouped.clone(), |fraction| format!("{grouped}.{fraction}"))
}

/// Simulated time since the beginning: `00:01:23.400`, with days before it when there are any.
pub fn clock(at: SimTime) -> String {
    let milliseconds = at.0 / 1_000;
    let (seconds, milliseconds) = (milliseconds / 1_000, milliseconds % 1_000);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (hours, minutes, seconds) = (rest / 3_600, rest / 60 % 60, rest % 60);
    let time = format!("{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}");
    if days > 0 { format!("{days} d {time}") } else { time }
}

/// The same to the second.
pub fn clock_seconds(at: SimTime) -> String {
    let text = clock(at);
    text.split_once('.').map(|(seconds, _)| seconds.to_owned()).unwrap_or(text)
}

fn fluent_number(value: f64, decimals: u8) -> FluentNumber {
    let mut number = FluentNumber::from(value);
    number.options.minimum_fraction_digits = Some(usize::from(decimals));
    number
}

fn bundle(language: Language, source: &str, further: Option<FurtherSource>) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = language.tag().parse().expect("the tags are language identifiers");
    let mut bundle = FluentBundle::new(vec![id]);
    // Marks around arguments guard text of mixed direction; both languages are written from left to right.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(given) => Some(number(given.value, given.options.minimum_fraction_digits.unwrap_or(0))),
        _ => None,
    }));
    let further = further.map(|source| source(language));
    for source in [Some(source), further].into_iter().flatten() {
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn format(bundle: &FluentBundle<FluentResource>, id: &str, arguments: &FluentArgs) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent_bundle::FluentResource;
    use std::collections::{BTreeMap, BTreeSet};

    /// Each message's id with the names of its arguments.
    fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let resource = FluentResource::try_new(source.to_owned());
        assert!(resource.is_ok(), "mistakes: {:?}", resource.err().map(|(_, errors)| errors));
        let mut found = BTreeMap::new();
        let mut id = String::new();
        for line in source.lines() {
            if let Some((name, _)) =
                line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                name.clone_into(&mut id);
            }
            let arguments: &mut BTreeSet<String> = found.entry(id.clone()).or_default();
            for part in line.split("{ $").skip(1) {
                let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
                arguments.insert(part[..end].to_owned());
            }
        }
        found
    }

    #[test]
    fn every_language_has_the_same_messages_with_the_same_arguments() {
        let [english, chinese] = [Language::English, Language::Chinese];
        assert_eq!(messages(english.source()), messages(chinese.source()));
        let further = messages(english.further_source());
        assert_eq!(further, messages(chinese.further_source()));
        let first = messages(english.source());
        assert!(further.keys().all(|id| id.is_empty() || !first.contains_key(id)), "each message stands once");
        for source in Language::ALL.map(|language| format!("{}{}", language.source(), language.further_source())) {
            let is_id = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
            let ids = source.lines().filter(is_id).filter_map(|line| Some(line.split_once(" =")?.0));
            let mut seen = BTreeSet::new();
            let twice: Vec<&str> = ids.filter(|id| !seen.insert(*id)).collect();
            assert!(twice.is_empty(), "{twice:?}");
        }
    }

    #[test]
    fn numbers_are_grouped_and_rounded() {
        for (value, decimals, text) in [
            (0.0, 0, "0"),
            (999.0, 0, "999"),
            (1_000.0, 0, "1,000"),
            (-1_234_567.891, 1, "-1,234,567.9"),
            (12.5, 2, "12.50"),
        ] {
            assert_eq!(number(value, decimals), text);
        }
    }

    #[test]
    fn clocks_count_days() {
        assert_eq!(clock(SimTime(83_400_000)), "00:01:23.400");
        assert_eq!(clock(SimTime(90_000_000_000)), "1 d 01:00:00.000");
    }

    #[test]
    fn browsers_tags_find_their_language() {
        assert_eq!(Language::of_tag("zh-Hans-CN"), Some(Language::Chinese));
        assert_eq!(Language::of_tag("en-GB"), Some(Language::English));
        assert_eq!(Language::of_tag("fr"), None);
    }
}
