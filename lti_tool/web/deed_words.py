"""The words of the audit trail: what was done, to what, and who did it."""

from __future__ import annotations

from lti_tool.domain.administration import KEPT_MONTHS, Accent, AssistantView, GradeRule, Sharing, VideoRooms
from lti_tool.domain.audit import COMMAND_LINE, INVITED, LEARNER, PLATFORM, TRAINER
from lti_tool.domain.welcome import MediumKind
from lti_tool.web.i18n import _
from lti_tool.web.one_off_words import topic_in_words


def action_in_words(action: str) -> str:
    """What an entry of the audit trail says was done."""
    return {**_administering(), **_training()}.get(action, action)


def _administering() -> dict[str, str]:
    return {
        "address-changed": _("Autres adresses changées"),
        "accent-set": _("Couleur du centre choisie"),
        "kept-months-set": _("Durée des dossiers choisie"),
        "sharing-set": _("Moment où les formateurs lisent un résultat choisi"),
        "assistants-view-set": _("Ce que voient les assistants changé"),
        "backup-restored": _("Sauvegarde remise en place"),
        "card-added": _("Fiche ajoutée"),
        "card-changed": _("Fiche changée"),
        "card-checked": _("Fiche vérifiée"),
        "card-deleted": _("Fiche effacée"),
        "card-hidden": _("Fiche cachée"),
        "card-shown": _("Fiche montrée"),
        "cards-imported": _("Fiches ajoutées par un tableau"),
        "cards-region-set": _("Région des fiches choisie"),
        "centre-added": _("Centre ajouté"),
        "centre-erased": _("Centre effacé"),
        "centre-exported": _("Données du centre copiées"),
        "centre-named": _("Nom du centre écrit"),
        "charter-written": _("Texte à accepter changé"),
        "data-answered": _("Réponse à une demande sur des données"),
        "deployment-approved": _("Déploiement approuvé"),
        "grade-rule-set": _("Niveau qui part dans les notes choisi"),
        "invitation-made": _("Invitation créée"),
        "keys-rotated": _("Clés de Passerelle changées"),
        "link-made": _("Adresse d'entrée créée"),
        "logo-removed": _("Logo du centre enlevé"),
        "logo-set": _("Logo du centre choisi"),
        "registration-added": _("Plateforme inscrite"),
        "registration-disabled": _("Plateforme désactivée"),
        "registration-enabled": _("Plateforme réactivée"),
        "registration-updated": _("Inscription mise à jour"),
        "sessions-ended": _("Sessions terminées"),
        "signed-in": _("Entrée dans l'administration"),
        "signed-out": _("Session terminée"),
        "video-rooms-set": _("Outil de visioconférence choisi"),
    }


def _training() -> dict[str, str]:
    return {
        "action-added": _("Chose à faire ajoutée"),
        "action-settled": _("Chose à faire : état changé"),
        "attestation-issued": _("Attestation établie"),
        "attestation-withdrawn": _("Attestation retirée"),
        "badge-made": _("Badge préparé"),
        "charter-agreed": _("Texte accepté"),
        "check-changed": _("Réponse changée par l'apprenant après l'envoi"),
        "code-given": _("Code donné pour un poste partagé"),
        "course-set": _("Réglages d'un cours changés"),
        "data-asked": _("Demande d'une personne sur ses données"),
        "exported": _("Fichier exporté"),
        "grade-kept": _("Note de la plateforme gardée"),
        "grade-replaced": _("Note de Passerelle remise"),
        "grades-retried": _("Notes envoyées à nouveau"),
        "help-noted": _("Aide ponctuelle notée"),
        "help-withdrawn": _("Aide ponctuelle retirée"),
        "kiosk-ended": _("Session sur un poste partagé terminée"),
        "level-observed": _("Niveau observé écrit"),
        "level-withdrawn": _("Niveau observé retiré"),
        "loan-changed": _("Prêt changé"),
        "loan-made": _("Prêt noté"),
        "loan-returned": _("Retour d'un prêt noté"),
        "module-put-off": _("« Pas maintenant » dit à un module"),
        "module-taken-back": _("Module remis dans la liste par l'apprenant"),
        "note-written": _("Note d'entretien écrite ou changée"),
        "objection-answered": _("Réponse à un désaccord écrite"),
        "paper-keyed": _("Feuille papier recopiée"),
        "person-copied": _("Données d'une personne copiées"),
        "person-erased": _("Données d'une personne effacées"),
        "person-restricted": _("Données d'une personne mises en pause"),
        "person-resumed": _("Pause des données d'une personne finie"),
        "practice-reviewed": _("Bilan de la pratique gardé"),
        "record-corrected": _("Réponse corrigée dans un dossier"),
        "result-sent-beside": _("Résultat envoyé, côte à côte"),
        "sitting-begun": _("Activité ouverte côte à côte"),
        "task-voice-erased": _("Voix d'une tâche effacée"),
        "task-voice-recorded": _("Voix d'une tâche enregistrée"),
        "task-voice-replaced": _("Voix d'une tâche remplacée"),
        "task-voices-erased": _("Toutes les voix d'une personne effacées"),
        "tools-chosen": _("Outils du jour choisis"),
        "welcome-published": _("Mot d'accueil publié"),
        "welcome-removed": _("Mot d'accueil retiré"),
    }


def detail_in_words(action: str, detail: str) -> str:
    """What an entry says beyond the action: a value of ours in words, all else as it was written."""
    if action in ("help-noted", "help-withdrawn"):
        return topic_in_words(detail)
    if action not in (
        "accent-set",
        "assistants-view-set",
        "charter-written",
        "grade-rule-set",
        "kept-months-set",
        "sharing-set",
        "video-rooms-set",
        "welcome-published",
        "welcome-removed",
    ):
        return detail
    words = {
        "own": _("Le texte du centre"),
        "given": _("Le texte donné avec Passerelle"),
        AssistantView.RESULTS.value: _("Les résultats"),
        AssistantView.PROGRESS.value: _("Seulement qui a commencé et qui a fini"),
        GradeRule.MEASURED.value: _("Toujours le niveau mesuré"),
        GradeRule.OBSERVED.value: _("Le niveau observé par le formateur, s'il y en a un"),
        Sharing.SENT.value: _("Quand l'apprenant appuie sur « Envoyer »"),
        Sharing.AT_END.value: _("Dès la fin des tâches ; l'apprenant le lit avant de commencer"),
        **{str(months): _("%(num)s mois", num=months) for months in KEPT_MONTHS},
        Accent.BLUE.value: _("Bleu"),
        Accent.TEAL.value: _("Bleu-vert"),
        Accent.GREEN.value: _("Vert"),
        Accent.VIOLET.value: _("Violet"),
        Accent.PLUM.value: _("Prune"),
        Accent.BRICK.value: _("Brique"),
        MediumKind.PICTURE.value: _("La photo"),
        MediumKind.VOICE.value: _("La voix"),
        VideoRooms.TOP.value: _("Teams"),
        VideoRooms.BOTTOM.value: _("Zoom, Jitsi ou Framatalk"),
        VideoRooms.ROUND.value: _("Google Meet ou BigBlueButton"),
        VideoRooms.NEUTRAL.value: _("Un autre outil"),
    }
    return words.get(detail, detail)


def actor_in_words(actor: str) -> str:
    """Who an entry of the audit trail is about; sessions and people are told apart by the
    beginning of their number."""
    if actor == COMMAND_LINE:
        return _("Le serveur (ligne de commande)")
    if actor == PLATFORM:
        return _("La plateforme, par une invitation")
    if actor == INVITED:
        return _("Une personne, par une invitation")
    kind, _slash, number = actor.partition("/")
    if kind == TRAINER:
        return _("Formation, personne %(number)s", number=number[:6])
    if kind == LEARNER:
        return _("Apprenant, personne %(number)s", number=number[:6])
    return _("Administration, session %(number)s", number=number[:6])
