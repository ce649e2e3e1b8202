//! The root of the page: state, worker, and the layout with its views.

use super::api::Api;
use super::browser;
use super::client::Client;
use super::fetching::{FetchParts, Fetched, Then, stand_in, use_parts};
use super::focus_kept::use_focus_kept;
use super::keyboard::use_keyboard;
use super::navigation::use_navigation;
use super::parts::Parts;
use super::screen::Screen;
use super::state::{Action, Phase, State};
use super::view::{
    console::use_console, file_panel::drop_file, header::Header, lab::Lab, notices::Notices, playback::PlaybackBar,
    stopped::Stopped,
};
use super::words::{Words, use_words};
use crate::engine::command::Command;
use crate::learn::message::Message;
use crate::scenario::file::Scenario;
use crate::scenario::presets::{PRESETS, Preset};
use crate::worker::firehose::FirehoseView;
use crate::worker::frame::{Frame, Loaded};
use crate::worker::messages::{FromWorker, Task, ToWorker, View};
use crate::worker::pipeline::PipelineView;
use crate::worker::region::RegionView;
use gloo::utils::document;
use std::rc::Rc;
use yew::prelude::*;

/// Starts the page.
pub fn start(fetch_parts: FetchParts) {
    console_error_panic_hook::set_once();
    if let Some(root) = document().get_element_by_id("app") {
        root.set_text_content(None);
        yew::Renderer::<App>::with_root_and_props(root, Props { fetch_parts }).render();
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        self.after(action).map_or(self, Rc::new)
    }
}

/// What every part of the page can use.
#[derive(Clone, PartialEq)]
pub struct Context {
    /// The page's state.
    pub state: UseReducerHandle<State>,
    /// The worker.
    pub client: Option<Rc<Client>>,
    /// The words.
    pub words: Rc<Words>,
    /// The parts of the page that are not in the first picture.
    pub fetched: Fetched,
    /// Fetches them.
    pub fetch: Callback<Option<Then>>,
}

impl Context {
    /// The text of a message.
    pub fn say(&self, message: &Message) -> String {
        self.words.say(message)
    }

    /// The text of a message without arguments.
    pub fn text(&self, id: &'static str) -> String {
        self.words.say(&Message::new(id))
    }

    /// Sends a message to the worker.
    pub fn send(&self, message: &ToWorker) {
        if let Some(client) = &self.client {
            client.send(message);
        }
    }

    /// Asks the worker for something.
    pub fn ask(&self, task: &Task) {
        if let Some(client) = &self.client {
            client.ask(task);
        }
    }

    /// Sends a command to the world.
    pub fn command(&self, command: Command) {
        if let Some(client) = &self.client {
            client.ask(&Task::Command { number: client.number(), command });
        }
    }

    /// Sends a command to the world; why it is refused will be shown where it was given, by this number.
    pub fn claimed_command(&self, command: Command) -> Option<u32> {
        let client = self.client.as_ref()?;
        let number = client.number();
        self.state.dispatch(Action::Claim(number));
        client.ask(&Task::Command { number, command });
        Some(number)
    }

    /// Does something with the parts of the page that are not in the first picture.
    pub fn with_parts(&self, then: impl FnOnce(&'static Parts) + 'static) {
        self.fetch.emit(Some(Box::new(then)));
    }

    /// Begins a ready scenario.
    pub fn load_preset(&self, preset: &Preset) {
        self.send(&ToWorker::Begin { preset: preset.name.to_owned(), is_playing: true });
    }

    /// Begins a scenario.
    pub fn load(&self, scenario: &Scenario) {
        self.ask(&Task::Load { scenario: Box::new(scenario.clone()), is_playing: true });
    }

    /// The scenario that runs, with what was added, set and taken away since.
    pub fn present_scenario(&self) -> Option<Scenario> {
        let mut scenario = self.state.loaded.as_ref()?.scenario.clone();
        if let Some(plan) = self.client.as_ref().and_then(|client| client.plan()) {
            scenario.plan = plan;
        }
        Some(scenario)
    }

    /// The scenario that runs.
    pub fn loaded(&self) -> Option<Rc<Loaded>> {
        self.state.loaded.clone()
    }
}

/// The context of a component; every component of the page is below the one that provides it.
#[hook]
pub fn use_page() -> Context {
    use_context::<Context>().expect("every view is rendered inside App, which provides the context")
}

/// The worker, started once; and the newest frame with details, a few times a second.
#[hook]
fn use_worker(state: &UseReducerHandle<State>) -> (Option<Rc<Client>>, Option<Rc<Frame>>) {
    let client = use_state(|| None::<Rc<Client>>);
    let frame = use_state(|| None::<Rc<Frame>>);
    let kept = use_mut_ref(|| None);
    {
        let (client, frame, dispatcher) = (client.clone(), frame.clone(), state.dispatcher());
        use_effect_with((), move |()| {
            let heard = dispatcher.clone();
            let hear = Callback::from(move |message: FromWorker| heard.dispatch(Action::Worker(message)));
            let failed = dispatcher.clone();
            let fail = Callback::from(move |reason: String| failed.dispatch(Action::WorkerFailed(reason)));
            match Client::start(hear, fail) {
                Ok(started) => {
                    let receiver = Rc::downgrade(&started);
                    let on_frame = Callback::from(move |new: Rc<Frame>| {
                        if let Some(client) = receiver.upgrade() {
                            client.send(&ToWorker::FrameDrawn(new.number));
                        }
                        if new.has_details {
                            frame.set(Some(new));
                        }
                    });
                    kept.replace(Some((started.subscribe(on_frame), Api::install(&started))));
                    started.send(&ToWorker::Begin { preset: first_scenario().name.to_owned(), is_playing: true });
                    client.set(Some(started));
                }
                Err(error) => dispatcher.dispatch(Action::WorkerFailed(format!("{error:?}"))),
            }
        });
    }
    ((*client).clone(), (*frame).clone())
}

/// The preset that the address names, or the first.
fn first_scenario() -> &'static Preset {
    browser::parameter("scenario").and_then(|name| Preset::named(&name)).unwrap_or(&PRESETS[0])
}

/// Properties of [`App`].
#[derive(Properties)]
struct Props {
    fetch_parts: FetchParts,
}

impl PartialEq for Props {
    /// They are the same for as long as the page lives.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[component]
fn App(props: &Props) -> Html {
    let state = use_reducer(|| State::new(browser::language(), browser::theme(), browser::screen()));
    let (client, frame) = use_worker(&state);
    {
        let dispatcher = state.dispatcher();
        use_effect_with((), move |()| {
            for message in browser::unknown_parameters() {
                dispatcher.dispatch(Action::Notify(message));
            }
        });
    }
    use_effect_with(state.language, |language| browser::set_language(*language));
    use_effect_with(state.theme, |theme| browser::set_theme(*theme));
    {
        let client = client.clone();
        // A view that opens gets a frame also while the time stands still.
        let is_open = |screen: Screen| state.screen == screen;
        let view = View {
            stream: state.stream.clone(),
            shard: state.shard,
            episode: state.episode,
            chart_seconds: None,
            lineage: state.lineage(),
            region: is_open(Screen::Region).then(|| RegionView { metric: state.metric.clone() }),
            pipeline: is_open(Screen::Pipeline).then(|| PipelineView { chosen: state.part.clone(), life: state.life }),
            firehose: is_open(Screen::Firehose).then(|| FirehoseView { chosen: state.delivery_stream.clone() }),
        };
        use_effect_with((view, state.screen, client.is_some()), move |(view, ..)| {
            if let Some(client) = client {
                client.send(&ToWorker::View(view.clone()));
            }
        });
    }
    let (loaded, frame) = use_matching(state.loaded.clone(), frame);
    let (fetched, fetch) = use_parts(props.fetch_parts, &state, frame.is_some());
    let (words, has_words) = use_words(&state, fetched);
    let context = Context { state: state.clone(), client, words, fetched, fetch };
    use_navigation(&state, &context.text(state.screen.title()), fetched.parts().is_some());
    {
        let context = context.clone();
        // A ready pipeline that the address names begins once its file is there.
        use_effect_with(fetched.parts().is_some(), move |are_here| {
            let named = browser::parameter("scenario").filter(|_| *are_here);
            if let Some((parts, name)) = context.fetched.parts().zip(named) {
                (parts.begin_ready)(&context, &name);
            }
        });
    }
    use_console(&context);
    use_focus_kept();
    use_keyboard(&context, frame.as_ref().is_some_and(|frame| frame.is_playing));
    html! {
        <ContextProvider<Context> context={context.clone()}>
            { layout(&context, has_words, loaded, frame) }
        </ContextProvider<Context>>
    }
}

/// The newest stream and frame that belong together: after a reshard one of them comes first.
#[hook]
fn use_matching(loaded: Option<Rc<Loaded>>, frame: Option<Rc<Frame>>) -> (Option<Rc<Loaded>>, Option<Rc<Frame>>) {
    let last = use_mut_ref(|| None::<(Rc<Loaded>, Rc<Frame>)>);
    if let (Some(loaded), Some(frame)) = (&loaded, &frame) {
        let mut last = last.borrow_mut();
        let is_same_run = last.as_ref().is_some_and(|(last, _)| last.scenario == loaded.scenario);
        if loaded.fits(frame) || !is_same_run {
            *last = Some((Rc::clone(loaded), Rc::clone(frame)));
        }
    }
    let kept = last.borrow().clone();
    kept.map_or((loaded, frame), |(loaded, frame)| (Some(loaded), Some(frame)))
}

fn layout(context: &Context, has_words: bool, loaded: Option<Rc<Loaded>>, frame: Option<Rc<Frame>>) -> Html {
    let state = &context.state;
    if let Phase::Stopped(reason) = &state.phase {
        return html! { <Stopped reason={reason.clone()} /> };
    }
    let (Some(loaded), Some(frame), true) = (loaded, frame, has_words) else {
        // Without its words it says what index.html says.
        let words = if has_words { context.text("loading") } else { "Loading…".to_owned() };
        return html! { <main class="skeleton"><h1>{ "Shardscope" }</h1><p role="status">{ words }</p></main> };
    };
    let ondrop = drop_file(context);
    html! {
        <div class="page" {ondrop} ondragover={Callback::from(|event: DragEvent| event.prevent_default())}>
            <Header scenario={loaded.scenario.name.clone()} />
            <Lab is_open={state.screen == Screen::Lab} frame={frame.clone()} loaded={loaded.clone()} />
            if let Some(parts) = context.fetched.parts() {
                if state.has_opened(Screen::Pipeline) {
                    { (parts.pipeline)(state.screen == Screen::Pipeline, &frame) }
                }
                if state.has_opened(Screen::Firehose) {
                    { (parts.firehose)(state.screen == Screen::Firehose, &frame) }
                }
                if state.has_opened(Screen::Console) {
                    { (parts.console)(state.screen == Screen::Console, &frame) }
                }
                if state.has_opened(Screen::Region) {
                    { (parts.region)(state.screen == Screen::Region, &frame, &loaded) }
                }
                if state.has_opened(Screen::Limits) {
                    { (parts.limits)(state.screen == Screen::Limits, &frame) }
                }
            } else if state.screen != Screen::Lab {
                { stand_in(context, state.screen) }
            }
            <div class="bottom">
                <Notices at={frame.at} />
                    <PlaybackBar frame={frame} />
            </div>
            if let Some(parts) = context.fetched.parts() {
                { (parts.file_panel)() }
            }
        </div>
    }
}
