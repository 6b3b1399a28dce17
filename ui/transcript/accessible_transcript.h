#pragma once

namespace ui::transcript {

class TranscriptView;

/// Makes screen readers see a TranscriptView as a list with one item a message, and its cards and buttons below the
/// viewport. Can be called again and again. Thread: GUI.
void installAccessibility();
/// Tells screen readers, if any listens, that a message came.
void announceRow(TranscriptView& view, int row);
/// Tells them, once, that a call is held in it.
void announceHeld(TranscriptView& view, int row);
/// Tells them that the keyboard moved to a message.
void announceFocus(TranscriptView& view, int row);

} // namespace ui::transcript
