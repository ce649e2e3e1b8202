//! The page's state and its steps: plain functions without Yew, tested natively.
//!
//! What changes many times a second is not here: frames are kept beside (see `client`).

use super::stage::{CROWDED_FROM, ShardMenu, Tab};
use crate::engine::api::choices::StreamStatus;
use crate::engine::ids::ShardId;
use crate::engine::time::SimTime;
use crate::learn::catalogue::Language;
use crate::learn::message::Message;
use crate::scenario::sample::ColumnChoice;
use crate::ui::console::{Console, Output, Printed};
use crate::ui::key_file::KeyFile;
use crate::ui::notices::Notices;
use crate::ui::screen::Screen;
use crate::worker::frame::{Loaded, StreamFrame};
use crate::worker::lineage::LineageSpan;
use crate::worker::messages::FromWorker;
use crate::worker::pipeline::Part;
use crate::worker::region::metrics::MetricChoice;
use std::rc::Rc;

/// The colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How the simulation is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The worker is being loaded.
    #[default]
    Starting,
    /// It answers.
    Running,
    /// It has stopped for good, with what it said.
    Stopped(String),
}

/// The state of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// How the simulation is.
    pub phase: Phase,
    /// The view that is open.
    pub screen: Screen,
    /// The scenario that runs.
    pub loaded: Option<Rc<Loaded>>,
    /// The commands so far.
    pub journal: Rc<Vec<String>>,
    /// The stream in view; `None`: the scenario's.
    pub stream: Option<String>,
    /// What stands below the stage, once somebody has chosen.
    pub tab: Option<Tab>,
    /// The menu of a shard, while it is open.
    pub menu: Option<ShardMenu>,
    /// The shard that is explained; `None`: the hottest.
    pub shard: Option<ShardId>,
    /// The throttling episode that is explained instead of the present moment.
    pub episode: Option<u64>,
    /// What a person should know.
    pub notices: Notices,
    /// Which stream is gone, and which one is in view instead; counts, so that each is heard of.
    pub gone: Option<(u32, Message)>,
    /// How often the worker refused something: fields then show again what is in force.
    pub refusals: u32,
    /// The language.
    pub language: Language,
    /// The colours.
    pub theme: Theme,
    /// The key file.
    pub key_file: KeyFile,
    /// Whether the panel of the key file is open.
    pub is_file_open: bool,
    /// The metric that the view of the Region shows.
    pub metric: MetricChoice,
    /// The part that the view of the pipeline shows in detail.
    pub part: Option<Part>,
    /// The number of the record whose life it shows.
    pub life: Option<u64>,
    /// The delivery stream that the view of Firehose shows; `None`: the first.
    pub delivery_stream: Option<String>,
    /// The console.
    pub console: Rc<Console>,
    menus_opened: u32,
    /// Views that were open before.
    left: Vec<Screen>,
}

/// What happens to the page.
#[derive(Clone, Debug)]
pub enum Action {
    /// The worker says something; frames excepted.
    Worker(FromWorker),
    /// The worker has failed.
    WorkerFailed(String),
    /// Another view opens.
    Open(Screen),
    /// Another stream comes into view.
    ChooseStream(String),
    /// Something else is to stand below the stage.
    ChooseTab(Tab),
    /// The menu of a shard opens where it was pointed at; whether to merge it.
    OpenMenu(ShardId, (i32, i32), bool),
    /// The menu of this number closes.
    CloseMenu(u32),
    /// A shard is chosen, or none.
    ChooseShard(Option<ShardId>),
    /// A throttling episode is chosen.
    ChooseEpisode(u64),
    /// Something should be known.
    Notify(Message),
    /// A notice was read.
    Dismiss(u32),
    /// If this command is refused, that is shown where it was given.
    Claim(u32),
    /// Another language.
    SetLanguage(Language),
    /// Other colours.
    SetTheme(Theme),
    /// The panel of the key file opens or closes.
    OpenFile(bool),
    /// A file was chosen.
    FileChosen(String),
    /// Other columns were chosen.
    ChooseColumns(ColumnChoice),
    /// Another file will be chosen.
    ForgetFile,
    /// Another metric is to be shown.
    ChooseMetric(MetricChoice),
    /// A part of the pipeline is chosen, or none.
    ChoosePart(Option<Part>),
    /// A followed record is chosen, or always the newest.
    ChooseLife(Option<u64>),
    /// A delivery stream is chosen.
    ChooseDeliveryStream(Option<String>),
    /// Lines were typed into the console, at this time.
    ConsoleSubmit(Vec<(u32, String)>, SimTime),
    /// What the console has not begun is not to be begun.
    ConsoleCancel,
    /// The console's log is to be cleared.
    ConsoleClear,
}

impl State {
    /// The state at first.
    pub fn new(language: Language, theme: Theme, screen: Screen) -> Self {
        Self { screen, language, theme, ..Self::default() }
    }

    /// Whether a view is open or was. Such a view stays, with what was typed and chosen in it.
    pub fn has_opened(&self, screen: Screen) -> bool {
        self.screen == screen || self.left.contains(&screen)
    }

    /// The state after `action`; `None` where nothing changes.
    #[must_use]
    pub fn after(&self, action: Action) -> Option<Self> {
        if matches!(action, Action::Open(screen) if screen == self.screen) {
            return None;
        }
        let mut next = self.clone();
        match action {
            Action::Open(screen) => {
                if !next.left.contains(&self.screen) {
                    next.left.push(self.screen);
                }
                next.screen = screen;
                // What was said belongs to what one did in the view that was left.
                next.notices.clear();
            }
            Action::Worker(message) => next.hear(message)?,
            Action::WorkerFailed(reason) => next.phase = Phase::Stopped(reason),
            Action::ChooseStream(name) => {
                next.stream = Some(name);
                next.choose_shard(None);
                next.menu = None;
                next.gone = None;
            }
            Action::ChooseTab(tab) => next.tab = Some(tab),
            Action::OpenMenu(shard, at, wants_merge) => {
                next.choose_shard(Some(shard));
                next.menus_opened += 1;
                next.menu = Some(ShardMenu { number: next.menus_opened, shard, at, wants_merge });
            }
            Action::CloseMenu(number) => {
                self.menu.filter(|menu| menu.number == number)?;
                next.menu = None;
            }
            Action::ChooseShard(shard) => next.choose_shard(shard),
            Action::ChooseEpisode(number) => next.episode = Some(number),
            Action::Notify(message) => next.notices.notify(message),
            Action::Dismiss(number) => next.notices.dismiss(number),
            Action::Claim(command) => next.notices.claim(command),
            Action::SetLanguage(language) => next.language = language,
            Action::SetTheme(theme) => next.theme = theme,
            Action::OpenFile(is_open) => next.is_file_open = is_open,
            Action::FileChosen(name) => {
                next.is_file_open = true;
                next.key_file = KeyFile::Inspecting(name);
            }
            Action::ChooseColumns(chosen) => match &mut next.key_file {
                KeyFile::Inspected { choice, .. } => *choice = chosen,
                _ => return None,
            },
            Action::ForgetFile => next.key_file = KeyFile::None,
            Action::ChooseMetric(choice) => next.metric = choice,
            Action::ChoosePart(part) => next.part = part,
            Action::ChooseLife(life) => next.life = life,
            Action::ChooseDeliveryStream(name) => next.delivery_stream = name,
            Action::ConsoleSubmit(lines, at) => Rc::make_mut(&mut next.console).submit(lines, at),
            Action::ConsoleCancel => Rc::make_mut(&mut next.console).cancel(),
            Action::ConsoleClear => Rc::make_mut(&mut next.console).clear(),
        }
        Some(next)
    }

    /// Whether the stream in view is being deleted, so that nothing can be done to it.
    pub fn is_deleting(&self) -> bool {
        let stream = self.loaded.as_ref().and_then(|loaded| loaded.stream.as_ref());
        stream.is_some_and(|stream| stream.status == StreamStatus::Deleting)
    }

    /// How much time the lineage shows, if it is in view.
    pub fn lineage(&self) -> Option<LineageSpan> {
        let is_crowded = || self.loaded.as_ref().is_some_and(|loaded| loaded.shards().len() >= CROWDED_FROM);
        match self.tab {
            _ if self.screen != Screen::Lab => None,
            Some(Tab::Charts) => None,
            Some(Tab::Lineage(span)) => Some(span),
            None => is_crowded().then(LineageSpan::default),
        }
    }

    fn choose_shard(&mut self, shard: Option<ShardId>) {
        self.shard = shard;
        self.episode = None;
    }

    fn hear(&mut self, message: FromWorker) -> Option<()> {
        match message {
            FromWorker::Ready => self.phase = Phase::Running,
            FromWorker::Loaded(loaded) => {
                if self.loaded.is_some() {
                    // What was said of the last run is no longer true.
                    self.notices.clear();
                    Rc::make_mut(&mut self.console).began(loaded.scenario.name.clone());
                }
                self.shard = self.shard.filter(|id| loaded.shards().iter().any(|(open, _)| open == id));
                self.loaded = Some(Rc::from(loaded));
                self.journal = Rc::default();
                self.episode = None;
                self.menu = None;
                self.stream = None;
                self.part = None;
                self.life = None;
                self.delivery_stream = None;
                self.gone = None;
            }
            FromWorker::Stream(stream) => {
                let loaded = self.loaded.as_ref()?;
                let scenario = loaded.scenario.clone();
                let is_open = |shards: &[(ShardId, _)]| shards.iter().any(|(open, _)| Some(*open) == self.shard);
                let was_open = is_open(loaded.shards());
                // What was chosen and is closed now has no load any more: the hottest is of more interest.
                if was_open && !stream.as_ref().as_ref().is_some_and(|stream| is_open(&stream.shards)) {
                    self.shard = None;
                }
                if let Some(before) = loaded.stream.as_ref().filter(|before| is_gone(before, (*stream).as_ref())) {
                    let count = self.gone.as_ref().map_or(0, |(count, _)| *count) + 1;
                    self.gone = Some((count, gone(before, (*stream).as_ref())));
                    self.stream = None;
                }
                self.loaded = Some(Rc::new(Loaded { scenario, stream: *stream }));
            }
            FromWorker::Refused { number, reason } => {
                self.refusals += 1;
                self.notices.refuse(number, reason);
            }
            FromWorker::Accepted(number) => {
                if !self.notices.accept(number) {
                    return None;
                }
            }
            FromWorker::TasksUnavailable => {
                let reason = Message::new("part-unavailable");
                Rc::make_mut(&mut self.console).fail();
                if let KeyFile::Inspecting(file) = &self.key_file {
                    self.key_file = KeyFile::Refused { file: file.clone(), reason: reason.clone() };
                }
                self.notices.forget_claims();
                self.notices.notify(reason);
            }
            FromWorker::Notice(message) => self.notices.notify(message),
            FromWorker::Missed { message, at } => self.notices.miss(message, at),
            FromWorker::Replaced(name) => self.notices.offer_way_back(name),
            FromWorker::Journaled(entry) => Rc::make_mut(&mut self.journal).push(entry),
            FromWorker::Preview { file, bytes, preview } => {
                let choice = preview.suggested.clone();
                self.key_file = KeyFile::Inspected { file, bytes, preview, choice };
            }
            FromWorker::Importing { bytes_read, bytes, rows } => {
                let file = match &self.key_file {
                    KeyFile::Inspected { file, .. } | KeyFile::Importing { file, .. } => file.clone(),
                    _ => return None,
                };
                self.key_file = KeyFile::Importing { file, bytes_read, bytes, rows };
            }
            FromWorker::Imported { file, report } => {
                self.key_file = KeyFile::Imported { file, report: Rc::from(report) }
            }
            FromWorker::FileRefused { file, reason } => self.key_file = KeyFile::Refused { file, reason },
            FromWorker::ConsoleOutput { number, text, is_error, is_finished, at } => {
                let output = Output { text, is_error };
                Rc::make_mut(&mut self.console).hear(&Printed { number, output, is_finished, at });
            }
            FromWorker::Echo { at, command, is_refused } => {
                Rc::make_mut(&mut self.console).echo(at, command, is_refused);
            }
            FromWorker::Frame(_)
            | FromWorker::Answered { .. }
            | FromWorker::Handed { .. }
            | FromWorker::Completions(_) => return None,
        }
        Some(())
    }
}

/// Whether a stream was being deleted and is no more.
fn is_gone(before: &StreamFrame, now: Option<&StreamFrame>) -> bool {
    before.status == StreamStatus::Deleting && now.is_none_or(|now| now.id != before.id)
}

fn gone(before: &StreamFrame, now: Option<&StreamFrame>) -> Message {
    let id = if now.is_some() { "stream-gone" } else { "stream-gone-last" };
    Message::new(id).text("gone", &before.name).text("now", now.map_or("", |now| &now.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_open_one_at_a_time_and_those_left_are_kept() {
        let mut state = State::default();
        assert_eq!(state.after(Action::Open(Screen::Lab)), None, "it is open already");
        for screen in [Screen::Limits, Screen::Lab, Screen::Limits] {
            state = state.after(Action::Open(screen)).expect("a change");
            assert_eq!(state.screen, screen);
        }
        let opened: Vec<_> = Screen::ALL.into_iter().filter(|screen| state.has_opened(*screen)).collect();
        assert_eq!(opened, [Screen::Lab, Screen::Limits]);
    }

    #[test]
    fn a_menu_is_closed_by_its_own_number_only() {
        let opened = |state: &State, shard| {
            let action = Action::OpenMenu(ShardId(shard), (0, 0), false);
            state.after(action).expect("a change")
        };
        let first = opened(&State::default(), 1);
        let second = opened(&first, 2);
        let [first, number] = [&first, &second].map(|state| state.menu.expect("it is open").number);
        assert_eq!(second.after(Action::CloseMenu(first)), None, "that menu is closed already");
        assert_eq!(second.after(Action::CloseMenu(number)).expect("a change").menu, None);
        assert_eq!(second.shard, Some(ShardId(2)), "the shard of the menu is explained too");
    }

    #[test]
    fn columns_are_chosen_only_while_a_file_waits_for_it() {
        assert_eq!(State::default().after(Action::ChooseColumns(ColumnChoice::default())), None);
    }
}
