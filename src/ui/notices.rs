//! What a person should know: the one notice of the page, and refusals that are shown where they were caused.

use crate::learn::message::Message;

/// Requests whose refusal somebody shows at most; the oldest are forgotten.
const CLAIMS_MAX: usize = 16;

/// A notice on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Told apart by this.
    pub number: u32,
    /// What.
    pub message: Message,
}

/// The notice of the page, and what is shown elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notices {
    shown: Option<Notice>,
    made: u32,
    /// The commands whose refusal is shown where they were given.
    claims: Vec<u32>,
    /// The latest refusal of such a command.
    refusal: Option<(u32, Message)>,
}

impl Notices {
    /// The notice to show: the newest.
    pub const fn shown(&self) -> Option<&Notice> {
        self.shown.as_ref()
    }

    /// Shows a notice instead of the one before.
    pub fn notify(&mut self, message: Message) {
        self.made += 1;
        self.shown = Some(Notice { number: self.made, message });
    }

    /// Takes the notice of this number away.
    pub fn dismiss(&mut self, number: u32) {
        self.shown.take_if(|notice| notice.number == number);
    }

    /// Takes away what was said of what is no longer in view.
    pub fn clear(&mut self) {
        self.shown = None;
        self.refusal = None;
    }

    /// If this command is refused, whoever gave it shows why.
    pub fn claim(&mut self, command: u32) {
        if self.claims.len() == CLAIMS_MAX {
            self.claims.remove(0);
        }
        self.claims.push(command);
        self.refusal = None;
    }

    /// A command was refused, or something that is none.
    pub fn refuse(&mut self, command: Option<u32>, reason: Message) {
        match command.filter(|command| self.claims.contains(command)) {
            Some(command) => self.refusal = Some((command, reason)),
            None => self.notify(reason),
        }
    }

    /// Why this command was refused, if it was the latest and was claimed.
    pub fn refusal_of(&self, command: u32) -> Option<&Message> {
        self.refusal.as_ref().filter(|(refused, _)| *refused == command).map(|(_, reason)| reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &'static str) -> Message {
        Message::new(id)
    }

    #[test]
    fn the_newest_notice_is_shown_alone() {
        let mut notices = Notices::default();
        notices.notify(message("a"));
        let first = notices.shown().expect("a notice").number;
        notices.notify(message("b"));
        notices.dismiss(first);
        let second = notices.shown().expect("the newer one stays").clone();
        assert_eq!(second.message, message("b"));
        notices.dismiss(second.number);
        assert_eq!(notices.shown(), None);
    }

    #[test]
    fn a_refusal_is_shown_where_it_was_caused() {
        let mut notices = Notices::default();
        notices.claim(7);
        notices.refuse(Some(7), message("seven"));
        assert_eq!((notices.shown(), notices.refusal_of(7)), (None, Some(&message("seven"))));
        assert_eq!(notices.refusal_of(8), None);
        notices.refuse(Some(8), message("eight"));
        assert_eq!(notices.shown().map(|notice| &notice.message), Some(&message("eight")));
        notices.claim(9);
        assert_eq!(notices.refusal_of(7), None, "it was asked again");
    }
}
