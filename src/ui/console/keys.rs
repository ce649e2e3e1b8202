//! What the keys mean at the prompt. Tab completes, but never keeps the keyboard there: at an empty line, or after Escape,
//! it goes on to the next control, and Shift Tab always goes back.

/// How the prompt is when a key is pressed.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Situation {
    /// Whether the list of completions is open.
    pub has_list: bool,
    /// Whether an entry of it is active.
    pub has_active: bool,
    /// Whether a line is being carried out.
    pub is_running: bool,
    /// Whether there is nothing but space before the cursor.
    pub is_blank: bool,
    /// Whether the cursor is in the first line.
    pub is_first_line: bool,
    /// Whether the cursor is in the last line.
    pub is_last_line: bool,
    /// Whether text is selected.
    pub has_selection: bool,
    /// Whether Escape was the key before.
    pub is_let_go: bool,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Carry out what is typed.
    Run,
    /// The line typed before.
    Older,
    /// The line typed after.
    Newer,
    /// Ask for completions.
    Complete,
    /// The next completion.
    Next,
    /// The previous completion.
    Previous,
    /// Take the active completion.
    Accept,
    /// Close the list.
    Close,
    /// End the line that is being carried out.
    Cancel,
    /// Empty the prompt.
    Erase,
    /// Clear the log.
    Clear,
    /// Let the next Tab go on to the next control.
    LetGo,
}

/// What a key means; `None`: what it means everywhere.
pub fn meaning(key: &str, has_shift: bool, has_control: bool, now: &Situation) -> Option<Press> {
    if has_control {
        // With Caps Lock on, the letters are capitals; with Shift, the keys are the browser's.
        return match key.to_ascii_lowercase().as_str() {
            _ if has_shift => None,
            "c" if now.has_selection => None,
            "c" if now.is_running => Some(Press::Cancel),
            "c" => Some(Press::Erase),
            "l" => Some(Press::Clear),
            _ => None,
        };
    }
    match key {
        "Enter" if has_shift => None,
        "Enter" if now.has_active => Some(Press::Accept),
        "Enter" => Some(Press::Run),
        "Escape" if now.has_list => Some(Press::Close),
        "Escape" if now.is_running => Some(Press::Cancel),
        "Escape" => Some(Press::LetGo),
        "Tab" if now.has_list && has_shift => Some(Press::Previous),
        "Tab" | "ArrowDown" if now.has_list => Some(Press::Next),
        "Tab" if has_shift || now.is_blank || now.is_let_go => None,
        "Tab" => Some(Press::Complete),
        "ArrowUp" if now.has_list => Some(Press::Previous),
        "ArrowDown" if now.is_last_line && !has_shift => Some(Press::Newer),
        "ArrowUp" if now.is_first_line && !has_shift => Some(Press::Older),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyboard_is_never_kept_at_the_prompt() {
        let typing = Situation { is_first_line: true, is_last_line: true, ..Situation::default() };
        let press = |key, shift, now: Situation| meaning(key, shift, false, &now);
        assert_eq!(press("Tab", false, typing), Some(Press::Complete));
        assert_eq!(press("Tab", true, typing), None);
        assert_eq!(press("Tab", false, Situation { is_blank: true, ..typing }), None);
        assert_eq!(press("Escape", false, typing), Some(Press::LetGo));
        assert_eq!(press("Tab", false, Situation { is_let_go: true, ..typing }), None);
    }

    #[test]
    fn the_list_has_the_keys_while_it_is_open() {
        let open = Situation { has_list: true, is_first_line: true, is_last_line: true, ..Situation::default() };
        let press = |key, now: Situation| meaning(key, false, false, &now);
        assert_eq!(press("ArrowDown", open), Some(Press::Next));
        assert_eq!(press("ArrowUp", open), Some(Press::Previous));
        assert_eq!(press("Tab", open), Some(Press::Next));
        assert_eq!(press("Enter", open), Some(Press::Run), "nothing is chosen yet");
        assert_eq!(press("Enter", Situation { has_active: true, ..open }), Some(Press::Accept));
        assert_eq!(press("Escape", Situation { is_running: true, ..open }), Some(Press::Close), "the list first");
    }

    #[test]
    fn escape_and_control_c_end_what_runs() {
        let running = Situation { is_running: true, ..Situation::default() };
        assert_eq!(meaning("Escape", false, false, &running), Some(Press::Cancel));
        assert_eq!(meaning("c", false, true, &running), Some(Press::Cancel));
        let selected = Situation { has_selection: true, ..running };
        assert_eq!(meaning("c", false, true, &selected), None, "the browser copies");
        assert_eq!(meaning("c", false, true, &Situation::default()), Some(Press::Erase));
        assert_eq!(meaning("C", false, true, &running), Some(Press::Cancel), "with Caps Lock");
        assert_eq!(meaning("C", true, true, &running), None, "the browser's own tools");
        assert_eq!(meaning("c", false, false, &running), None);
    }

    #[test]
    fn arrows_move_within_several_lines_before_they_leave_them() {
        let second_of_three = Situation::default();
        assert_eq!(meaning("ArrowUp", false, false, &second_of_three), None);
        let first = Situation { is_first_line: true, ..second_of_three };
        assert_eq!(meaning("ArrowUp", false, false, &first), Some(Press::Older));
        assert_eq!(meaning("ArrowDown", false, false, &first), None);
        assert_eq!(meaning("ArrowUp", true, false, &first), None, "Shift selects");
        assert_eq!(meaning("Enter", true, false, &first), None, "and makes a new line");
    }
}
