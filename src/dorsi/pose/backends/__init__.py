"""The pose backends: one file each, named as the word that asks for it.

A file holds OPTION, what `--backend` takes; HELP, where its points come from; EXTRA, if it needs one of dorsi's extras;
`make(settings, file)`, which returns a `PoseBackend`; and `networks(settings)`, the shipped networks that its points
depend on. Nothing else lists them: `backend_choices` reads the files, `pose.tracking` runs them.
"""
